/** bot.yaml of a bot whose account, network too, stands in the environment: WA_ID, WA_TOKEN, WA_SECRET, WA_WORD, WA_GRAPH. */
export const whatsappBotYaml = `bot: kopi
format: 1
name: Kopi Senja
human: { queue: kasir }
channels:
  whatsapp:
    plugin: channel-whatsapp-cloud
    phone_number_id: { env: WA_ID }
    token: { env: WA_TOKEN }
    app_secrets: { env: WA_SECRET }
    verify_token: { env: WA_WORD }
    graph_url: { env: WA_GRAPH }
`;
