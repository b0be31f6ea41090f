/** The account that every body is thrown at. */
export const account = {
  phoneNumberId: "200000000000002",
  /** What its own number looks like to people. */
  displayPhoneNumber: "6281100000001",
  secret: "fuzz-app-secret",
} as const;

/** The settings of the channel, as bot.yaml and the environment would give them. */
export const accountSettings = {
  phone_number_id: account.phoneNumberId,
  token: "fuzz-token",
  // The second is on its way out, as while a secret is replaced.
  app_secrets: `older-secret, ${account.secret}`,
  verify_token: "fuzz-word",
} as const;
