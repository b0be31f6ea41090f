/** What a bot is told of its network, under the names that `startBot` gives them. */
export interface BotVariables {
  readonly graphUrl: string;
  readonly token: string;
  readonly appSecret: string;
  readonly verifyToken: string;
  readonly phoneNumberId: string;
  readonly port: number;
}

/** Reads them out of the environment, which is where the libraries' own examples have them. */
export function readBotVariables(): BotVariables {
  const read = (name: string): string => process.env[name] ?? "";
  return {
    graphUrl: read("WHATSAPP_API_URL"),
    token: read("WHATSAPP_ACCESS_TOKEN"),
    appSecret: read("WHATSAPP_APP_SECRET"),
    verifyToken: read("WHATSAPP_VERIFY_TOKEN"),
    phoneNumberId: read("WHATSAPP_PHONE_NUMBER_ID"),
    port: Number(read("PORT")),
  };
}
