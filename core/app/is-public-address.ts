import { BlockList, isIPv4 } from "node:net";

/**
 * Addresses that lead nowhere but into a machine or a private network, or to nobody. Source: IANA
 * IPv4 and IPv6 special-purpose address registries.
 */
const special4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const;

/** Of the global unicast addresses, those that carry others inside or are for documents. */
const special6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const;

const refused = new BlockList();
for (const [address, bits] of special4) refused.addSubnet(address, bits, "ipv4");
for (const [address, bits] of special6) refused.addSubnet(address, bits, "ipv6");

/** IPv6 is turned round: only global unicast is public, whatever else there may come. */
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");

/** True if an address, as a resolver gives it, belongs to somebody on the internet. */
export function isPublicAddress(address: string, family: 4 | 6): boolean {
  if (family === 4) return isIPv4(address) && !refused.check(address, "ipv4");
  return global6.check(address, "ipv6") && !refused.check(address, "ipv6");
}
