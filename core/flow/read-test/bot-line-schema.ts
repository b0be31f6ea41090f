import { z } from "zod";
import { text, word } from "./test-words.ts";

/** What a file of the bot's is sent from: its address, the network's id, or that there is one. */
const sourceSchema = (what: string) =>
  z
    .union([word, z.literal(true)])
    .optional()
    .meta({ description: `${what}: its address or id; \`true\`: whichever.` });

const optionSchema = z.union([
  word,
  z.strictObject({
    id: word.optional().meta({ description: "The option's id." }),
    title: word.optional().meta({ description: "What the person reads." }),
    description: text.optional().meta({ description: "The small print of a list's row." }),
  }),
]);

const placeSchema = z.strictObject({
  latitude: z.number().optional().meta({ description: "Degrees." }),
  longitude: z.number().optional().meta({ description: "Degrees." }),
  name: text.optional().meta({ description: "What the place is called." }),
  address: text.optional().meta({ description: "Its address." }),
});

const cardSchema = z.strictObject({
  name: text.optional().meta({ description: "The name on the card." }),
  phone: text.optional().meta({ description: "The first phone number." }),
  email: text.optional().meta({ description: "The first mail address." }),
  company: text.optional().meta({ description: "Where the person works." }),
});

const carouselCardSchema = z.strictObject({
  text: text.optional().meta({ description: "The card's words." }),
  label: text.optional().meta({ description: "The label of its button." }),
  url: text.optional().meta({ description: "Where its button leads." }),
  product: text.optional().meta({ description: "The product that it shows." }),
});

/** Keys that are about the words and what can be tapped. */
const wordKeys = {
  text: text.optional().meta({ description: "The whole text of the message." }),
  contains: text.optional().meta({ description: "A part of the text, letter by letter." }),
  matches: z
    .string()
    .max(1_000)
    .optional()
    .meta({ description: "An RE2 pattern that is found somewhere in the text." }),
  options: z.array(optionSchema).optional().meta({
    description: "All buttons or list rows, in order: titles, or { id, title, description }.",
  }),
  template: z
    .string()
    .optional()
    .meta({ description: "The name of the approved template that was sent." }),
  values: z
    .array(z.string())
    .optional()
    .meta({ description: "The template's values, in order, as the person reads them." }),
};

/** Keys that are about what is more than words. What is named must be so; the rest may be anything. */
const partKeys = {
  language: word.optional().meta({ description: "The template's language." }),
  header: sourceSchema("What stands above the text: its words, or a file"),
  footer: text.optional().meta({ description: "The small print below the text." }),
  reply: z
    .union([text, z.literal(true)])
    .optional()
    .meta({ description: "The text of the person's message that it quotes; `true`: any." }),
  react: text.optional().meta({ description: "The emoji that the bot puts on their message." }),
  image: sourceSchema("A picture"),
  video: sourceSchema("A film"),
  audio: sourceSchema("A sound"),
  document: sourceSchema("A document"),
  sticker: sourceSchema("A sticker"),
  filename: text.optional().meta({ description: "What a document is called." }),
  voice: z.boolean().optional().meta({ description: "Whether a sound is a voice note." }),
  location: placeSchema.optional().meta({ description: "A place." }),
  contacts: z.array(cardSchema).optional().meta({ description: "Contacts, all of them." }),
  link: sourceSchema("A button that leads to an address"),
  label: text.optional().meta({ description: "The label of the button." }),
  product: sourceSchema("One product of the catalogue"),
  products: z.array(word).optional().meta({ description: "Products of the catalogue, in order." }),
  catalog: sourceSchema("The whole catalogue, by its picture"),
  form: sourceSchema("A form of the network's own"),
  screen: text.optional().meta({ description: "The screen that the form begins on." }),
  data: z
    .record(z.string(), z.json())
    .optional()
    .meta({ description: "What the form is given; keys that are not named may be anything." }),
  request: z
    .enum(["location", "address", "contact"])
    .optional()
    .meta({ description: "What the person is asked to share." }),
  cards: z
    .array(carouselCardSchema)
    .optional()
    .meta({ description: "The cards of a carousel, all of them." }),
};

const messageSchema = z.strictObject({ ...wordKeys, ...partKeys });

export const botSchema = z
  .union([
    text,
    z.strictObject({
      count: z.int().min(0).max(100).meta({
        description: "Names the next messages without looking at them; 0: there is none.",
      }),
    }),
    messageSchema,
  ])
  .meta({
    title: "What the bot answers",
    description: "Names the next message: its whole text, or what is true of it, or a count.",
    examples: ["How many cups?", { contains: "K-17" }, { options: ["Yes", "No"] }, { count: 2 }],
  });

export type WrittenMessage = z.output<typeof messageSchema>;
