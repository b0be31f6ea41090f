import type { Sample } from "./sample.ts";

/** Text, files, places, cards and reactions, with every field. Source: reference 3.2. */
export const plainSamples: readonly Sample[] = [
  [
    "text",
    { kind: "text", text: "Halo" },
    { type: "text", text: { preview_url: false, body: "Halo" } },
  ],
  [
    "text with preview and quote",
    { kind: "text", text: "https://example.com", preview: true, replyTo: "wamid.IN1" },
    {
      context: { message_id: "wamid.IN1" },
      type: "text",
      text: { preview_url: true, body: "https://example.com" },
    },
  ],
  [
    "image by id",
    {
      kind: "media",
      media: "image",
      source: { id: "900000000000011" },
      caption: "Menu hari ini",
      replyTo: "wamid.IN1",
    },
    {
      context: { message_id: "wamid.IN1" },
      type: "image",
      image: { id: "900000000000011", caption: "Menu hari ini" },
    },
  ],
  [
    "document by link",
    {
      kind: "media",
      media: "document",
      source: { link: "https://example.com/inv.pdf" },
      filename: "invoice-12.pdf",
      caption: "Invoice",
    },
    {
      type: "document",
      document: {
        link: "https://example.com/inv.pdf",
        filename: "invoice-12.pdf",
        caption: "Invoice",
      },
    },
  ],
  [
    "video",
    { kind: "media", media: "video", source: { id: "900000000000012" }, caption: "Tutorial" },
    { type: "video", video: { id: "900000000000012", caption: "Tutorial" } },
  ],
  [
    "voice note",
    { kind: "media", media: "audio", source: { id: "900000000000013" }, voice: true },
    { type: "audio", audio: { id: "900000000000013", voice: true } },
  ],
  [
    "audio file",
    { kind: "media", media: "audio", source: { id: "900000000000013" }, voice: false },
    { type: "audio", audio: { id: "900000000000013" } },
  ],
  [
    "sticker",
    { kind: "media", media: "sticker", source: { id: "900000000000014" } },
    { type: "sticker", sticker: { id: "900000000000014" } },
  ],
  [
    "location",
    {
      kind: "location",
      latitude: -6.2,
      longitude: 106.8166,
      name: "Toko",
      address: "Jl. Contoh 1",
    },
    {
      type: "location",
      location: { latitude: "-6.2", longitude: "106.8166", name: "Toko", address: "Jl. Contoh 1" },
    },
  ],
  [
    "bare location beside the equator",
    { kind: "location", latitude: 1e-7, longitude: 0 },
    { type: "location", location: { latitude: "0.0000001", longitude: "0" } },
  ],
  [
    "contacts",
    {
      kind: "contacts",
      contacts: [
        {
          name: {
            formatted: "CS Toko",
            first: "CS",
            last: "Toko",
            middle: "M",
            prefix: "Ibu",
            suffix: "SE",
          },
          phones: [
            { phone: "+6281100000001", type: "WORK", waId: "6281100000001" },
            { waId: "6281100000002" },
          ],
          emails: [{ email: "b@example.com", type: "WORK" }],
          addresses: [
            {
              street: "Jl. A",
              city: "Jakarta",
              state: "DKI",
              zip: "10110",
              country: "Indonesia",
              countryCode: "id",
              type: "HOME",
            },
          ],
          urls: [{ url: "https://example.com", type: "WORK" }],
          org: { company: "CV Contoh", department: "Ops", title: "Lead" },
          birthday: "1990-01-31",
          origin: "other",
        },
        { name: { formatted: "Budi" } },
        { name: { first: "Sari", last: "W" } },
      ],
    },
    {
      type: "contacts",
      contacts: [
        {
          name: {
            formatted_name: "CS Toko",
            first_name: "CS",
            last_name: "Toko",
            middle_name: "M",
            prefix: "Ibu",
            suffix: "SE",
          },
          phones: [
            { phone: "+6281100000001", type: "WORK", wa_id: "6281100000001" },
            { phone: "+6281100000002", wa_id: "6281100000002" },
          ],
          emails: [{ email: "b@example.com", type: "WORK" }],
          addresses: [
            {
              street: "Jl. A",
              city: "Jakarta",
              state: "DKI",
              zip: "10110",
              country: "Indonesia",
              country_code: "id",
              type: "HOME",
            },
          ],
          urls: [{ url: "https://example.com", type: "WORK" }],
          org: { company: "CV Contoh", department: "Ops", title: "Lead" },
          birthday: "1990-01-31",
        },
        { name: { formatted_name: "Budi", first_name: "Budi" } },
        { name: { formatted_name: "Sari W", first_name: "Sari", last_name: "W" } },
      ],
    },
  ],
  [
    "reaction",
    { kind: "reaction", target: "wamid.IN1", emoji: "👍" },
    { type: "reaction", reaction: { message_id: "wamid.IN1", emoji: "👍" } },
  ],
];
