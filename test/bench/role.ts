/** The processes of a bench beside the bench itself, by the word that starts each. */
export type Role = "ack-group" | "ack-single" | "echo-bot" | "hello" | "load";
