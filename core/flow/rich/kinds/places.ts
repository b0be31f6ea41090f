import { z } from "zod";
import { reportCount } from "#core/flow/rich/report-rich.ts";
import { defineRich, type RichKind } from "#core/flow/rich/rich-kind.ts";
import { machineText } from "#core/flow/rich/rich-schemas.ts";

const coordinate = z.union([z.number(), machineText]);
const line = (description: string) => machineText.optional().meta({ description });

const location = defineRich({
  key: "location",
  need: { kind: "location" },
  about: "A place on the map.",
  keys: {
    location: z
      .strictObject({
        latitude: coordinate.meta({ description: "Degrees north, from -90 to 90." }),
        longitude: coordinate.meta({ description: "Degrees east, from -180 to 180." }),
        name: line("The name of the place."),
        address: line("Its address."),
      })
      .meta({ description: "The place.", examples: [{ latitude: -6.2, longitude: 106.8 }] }),
  },
  compile({ location: place }, build) {
    const at = (key: string, value: string | number | undefined) =>
      value === undefined ? undefined : build.template(["send", "location", key], String(value));
    const latitude = build.template(["send", "location", "latitude"], String(place.latitude));
    const longitude = build.template(["send", "location", "longitude"], String(place.longitude));
    const name = at("name", place.name);
    const address = at("address", place.address);
    return (rendering) => ({
      kind: "location",
      latitude: rendering.number(latitude, 90),
      longitude: rendering.number(longitude, 180),
      name: rendering.optionalValue(name),
      address: rendering.optionalValue(address),
    });
  },
});

const contacts = defineRich({
  key: "contacts",
  need: { kind: "contacts" },
  about: "Visiting cards.",
  keys: {
    contacts: z
      .array(
        z.strictObject({
          name: machineText.meta({ description: "The whole name." }),
          phone: line("A phone number, with quotes: '+6281234567890'."),
          email: line("An email address."),
          company: line("Where they work."),
          url: line("A web address."),
        }),
      )
      .min(1)
      .meta({ description: "The cards.", examples: [[{ name: "Sari", phone: "+628123" }]] }),
  },
  compile({ contacts: cards }, build) {
    reportCount(["send", "contacts"], cards.length, "maxContacts", build);
    const compiled = cards.map((card, index) => {
      const at = (key: string, value: string | undefined) =>
        value === undefined ? undefined : build.template(["send", "contacts", index, key], value);
      return {
        name: build.template(["send", "contacts", index, "name"], card.name),
        phone: at("phone", card.phone),
        email: at("email", card.email),
        company: at("company", card.company),
        url: at("url", card.url),
      };
    });
    return (rendering) => ({
      kind: "contacts",
      contacts: compiled.map(({ name, phone, email, company, url }) => {
        const whole = rendering.value(name);
        const number = rendering.optionalValue(phone);
        const mail = rendering.optionalValue(email);
        const site = rendering.optionalValue(url);
        const work = rendering.optionalValue(company);
        // Networks want a part of the name beside the whole of it. Source: Cloud API reference, 3.2.
        return {
          name: { formatted: whole, first: whole },
          ...(number === undefined ? {} : { phones: [{ phone: number }] }),
          ...(mail === undefined ? {} : { emails: [{ email: mail }] }),
          ...(site === undefined ? {} : { urls: [{ url: site }] }),
          ...(work === undefined ? {} : { org: { company: work } }),
        };
      }),
    });
  },
});

/** A place, and people's cards. */
export const placeRichKinds: readonly RichKind[] = [location, contacts];
