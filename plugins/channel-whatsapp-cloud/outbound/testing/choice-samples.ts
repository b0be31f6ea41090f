import type { Sample } from "./sample.ts";

const options = [
  { id: "bk:42:yes", title: "Ya" },
  { id: "bk:42:no", title: "Ubah" },
];
const buttons = [
  { type: "reply", reply: { id: "bk:42:yes", title: "Ya" } },
  { type: "reply", reply: { id: "bk:42:no", title: "Ubah" } },
];

/** Buttons, lists, links and forms, with every field. Source: reference 3.3. */
export const choiceSamples: readonly Sample[] = [
  [
    "buttons",
    {
      kind: "buttons",
      header: { kind: "text", text: "Booking" },
      text: "Konfirmasi jam 10?",
      footer: "Toko",
      options,
      replyTo: "wamid.IN1",
    },
    {
      context: { message_id: "wamid.IN1" },
      type: "interactive",
      interactive: {
        type: "button",
        header: { type: "text", text: "Booking" },
        body: { text: "Konfirmasi jam 10?" },
        footer: { text: "Toko" },
        action: { buttons },
      },
    },
  ],
  [
    "buttons under a document",
    {
      kind: "buttons",
      header: { kind: "document", source: { id: "900000000000011" }, filename: "menu.pdf" },
      text: "Jadi?",
      options,
    },
    {
      type: "interactive",
      interactive: {
        type: "button",
        header: { type: "document", document: { id: "900000000000011", filename: "menu.pdf" } },
        body: { text: "Jadi?" },
        action: { buttons },
      },
    },
  ],
  [
    "list",
    {
      kind: "list",
      header: { kind: "text", text: "Layanan" },
      text: "Pilih layanan",
      button: "Lihat",
      sections: [
        { title: "Rambut", rows: [{ id: "svc-1", title: "Potong", description: "45 menit" }] },
        { title: "Kuku", rows: [{ id: "svc-2", title: "Cat" }] },
      ],
    },
    {
      type: "interactive",
      interactive: {
        type: "list",
        header: { type: "text", text: "Layanan" },
        body: { text: "Pilih layanan" },
        action: {
          button: "Lihat",
          sections: [
            { title: "Rambut", rows: [{ id: "svc-1", title: "Potong", description: "45 menit" }] },
            { title: "Kuku", rows: [{ id: "svc-2", title: "Cat" }] },
          ],
        },
      },
    },
  ],
  [
    "link",
    { kind: "link", text: "Lihat katalog", label: "Buka", url: "https://example.com/?s=1" },
    {
      type: "interactive",
      interactive: {
        type: "cta_url",
        body: { text: "Lihat katalog" },
        action: {
          name: "cta_url",
          parameters: { display_text: "Buka", url: "https://example.com/?s=1" },
        },
      },
    },
  ],
  [
    "form by id with a screen",
    {
      kind: "form",
      text: "Isi formulir",
      form: { id: "800000000000001" },
      label: "Mulai",
      token: "run-77.step-2",
      screen: "START",
      data: { name: "Sari" },
    },
    {
      type: "interactive",
      interactive: {
        type: "flow",
        body: { text: "Isi formulir" },
        action: {
          name: "flow",
          parameters: {
            flow_message_version: "3",
            flow_id: "800000000000001",
            flow_cta: "Mulai",
            mode: "published",
            flow_token: "run-77.step-2",
            flow_action: "navigate",
            flow_action_payload: { screen: "START", data: { name: "Sari" } },
          },
        },
      },
    },
  ],
  [
    "draft form by name that its endpoint opens",
    {
      kind: "form",
      header: { kind: "image", source: { link: "https://example.com/1.png" } },
      text: "Isi",
      footer: "Toko",
      form: { name: "booking" },
      label: "Mulai",
      token: "t",
      isDraft: true,
    },
    {
      type: "interactive",
      interactive: {
        type: "flow",
        header: { type: "image", image: { link: "https://example.com/1.png" } },
        body: { text: "Isi" },
        footer: { text: "Toko" },
        action: {
          name: "flow",
          parameters: {
            flow_message_version: "3",
            flow_name: "booking",
            flow_cta: "Mulai",
            mode: "draft",
            flow_token: "t",
            flow_action: "data_exchange",
          },
        },
      },
    },
  ],
  [
    "request for the place",
    { kind: "request_location", text: "Kirim lokasi Anda" },
    {
      type: "interactive",
      interactive: {
        type: "location_request_message",
        body: { text: "Kirim lokasi Anda" },
        action: { name: "send_location" },
      },
    },
  ],
  [
    "request for the address",
    { kind: "request_address", text: "Alamat kirim?", country: "IN", values: { name: "A" } },
    {
      type: "interactive",
      interactive: {
        type: "address_message",
        body: { text: "Alamat kirim?" },
        action: { name: "address_message", parameters: { country: "IN", values: { name: "A" } } },
      },
    },
  ],
  [
    "request for the number",
    {
      kind: "request_contact",
      text: "Boleh minta nomor Anda untuk pengiriman?",
      replyTo: "wamid.IN1",
    },
    {
      context: { message_id: "wamid.IN1" },
      type: "interactive",
      interactive: {
        type: "request_contact_info",
        body: { text: "Boleh minta nomor Anda untuk pengiriman?" },
        action: { name: "request_contact_info" },
      },
    },
  ],
];
