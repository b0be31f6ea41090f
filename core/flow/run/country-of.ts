import type { Contact } from "#core/model/contact.ts";

/**
 * Calling code → ISO 3166 country, for the codes that one country has for itself. Shared codes
 * (1 and 7) are left out: they would name the wrong country. Source: ITU-T E.164 list.
 */
const countries: Readonly<Record<string, string>> = {
  20: "EG",
  27: "ZA",
  30: "GR",
  31: "NL",
  32: "BE",
  33: "FR",
  34: "ES",
  36: "HU",
  39: "IT",
  40: "RO",
  41: "CH",
  43: "AT",
  44: "GB",
  45: "DK",
  46: "SE",
  47: "NO",
  48: "PL",
  49: "DE",
  51: "PE",
  52: "MX",
  54: "AR",
  55: "BR",
  56: "CL",
  57: "CO",
  60: "MY",
  61: "AU",
  62: "ID",
  63: "PH",
  64: "NZ",
  65: "SG",
  66: "TH",
  81: "JP",
  82: "KR",
  84: "VN",
  86: "CN",
  90: "TR",
  91: "IN",
  92: "PK",
  94: "LK",
  95: "MM",
  98: "IR",
  233: "GH",
  234: "NG",
  254: "KE",
  351: "PT",
  353: "IE",
  380: "UA",
  670: "TL",
  673: "BN",
  852: "HK",
  855: "KH",
  856: "LA",
  880: "BD",
  886: "TW",
  965: "KW",
  966: "SA",
  971: "AE",
  972: "IL",
  974: "QA",
  977: "NP",
};

/** The country of the contact's phone number, else the region of the language; else undefined. */
export function countryOf(contact: Contact): string | undefined {
  const phone = contact.addresses.find((address) => address.kind === "phone")?.value ?? "";
  const byPhone = countries[phone.slice(0, 2)] ?? countries[phone.slice(0, 3)];
  if (byPhone !== undefined) return byPhone;
  const region = contact.language?.split("-").at(-1) ?? "";
  return /^[A-Za-z]{2}$/.test(region) && contact.language?.includes("-") === true
    ? region.toUpperCase()
    : undefined;
}
