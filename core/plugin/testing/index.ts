/**
 * `sapa/plugin/testing`: virtual time, seeded chance and the conformance suites.
 * @module
 */
export * from "./action-conformance.ts";
export * from "./channel-conformance.ts";
export * from "./channel-http-net.ts";
export type { ChannelCheck, ChannelConnection, ChannelSubject } from "./channel-world.ts";
export * from "./provider-conformance.ts";
export * from "./provider-wire-conformance.ts";
export * from "./quiet-log.ts";
export * from "./seeded-random.ts";
export * from "./store-conformance.ts";
export { checkStoreModel } from "./store-conformance-model.ts";
export { type StoreCheck, type StoreHarness, StoreWorld } from "./store-conformance-world.ts";
export * from "./transcriber-wire-conformance.ts";
export * from "./virtual-clock.ts";
export * from "./wire-server.ts";
export type { WireRefusal, WireSubject, WireVendor } from "./wire-vendor.ts";
