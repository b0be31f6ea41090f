import type { Clock, Random, SimulatedHandshake } from "sapa/plugin";

/**
 * The GET with which Meta sees whether a webhook knows the verify token; the right answer is the
 * challenge and nothing else. Source: reference 1.1.
 */
export function makeHandshake(
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  verifyToken: string,
): SimulatedHandshake {
  const challenge = String(Math.floor(1e9 + random.fraction() * 1e9));
  return {
    request: {
      method: "GET",
      query: {
        "hub.mode": "subscribe",
        "hub.challenge": challenge,
        "hub.verify_token": verifyToken,
      },
      headers: { "user-agent": "facebookexternalua" },
      body: new Uint8Array(),
      receivedAt: clock.now(),
    },
    isRightAnswer: (body) => body === challenge,
  };
}
