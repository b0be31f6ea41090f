import type { Address } from "sapa/plugin";

/** Countries of the rate card by calling code. `1` and `7` are of several and stand for none. */
const callingCodes: Readonly<Record<string, string>> = {
  "27": "ZA",
  "31": "NL",
  "33": "FR",
  "34": "ES",
  "39": "IT",
  "44": "GB",
  "49": "DE",
  "51": "PE",
  "52": "MX",
  "54": "AR",
  "55": "BR",
  "56": "CL",
  "57": "CO",
  "60": "MY",
  "62": "ID",
  "63": "PH",
  "65": "SG",
  "66": "TH",
  "84": "VN",
  "90": "TR",
  "91": "IN",
  "92": "PK",
  "20": "EG",
  "234": "NG",
  "254": "KE",
  "966": "SA",
  "971": "AE",
  "972": "IL",
};

/** The country that Meta bills a person by; undefined if their addresses do not tell. */
export function countryOf(addresses: readonly Address[]): string | undefined {
  for (const { kind, value } of addresses) {
    const country = kind === "user_id" ? /^([A-Z]{2})\./.exec(value)?.[1] : ofPhone(value);
    if (country !== undefined) return country;
  }
  return undefined;
}

function ofPhone(digits: string): string | undefined {
  return callingCodes[digits.slice(0, 3)] ?? callingCodes[digits.slice(0, 2)];
}
