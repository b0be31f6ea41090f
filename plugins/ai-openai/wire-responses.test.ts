import { providerWireConformance } from "sapa/plugin/testing";
import plugin from "./index.ts";
import { createTestedProvider } from "./testing/create-tested-provider.test.ts";
import { responsesVendor } from "./testing/responses-vendor.ts";

providerWireConformance({
  title: `${plugin.name} with responses`,
  vendor: responsesVendor,
  create: (url) =>
    createTestedProvider({ base_url: `${url}/v1`, api: "responses", strict_schema: true }),
});
