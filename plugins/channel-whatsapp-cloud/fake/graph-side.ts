import type { ShownMessage } from "sapa/plugin";
import type { Announcer } from "./acts/create-announcer.ts";
import { BlockList } from "./endpoints/block-list.ts";
import { BusinessProfile } from "./endpoints/business-profile.ts";
import { type FakeGraphOptions, metaPair } from "./fake-options.ts";
import type { FakeState } from "./fake-state.ts";
import type { GraphReply, GraphRequest } from "./graph-exchange.ts";
import { createGraphHandler } from "./graph-handler.ts";
import { createGraphRouter } from "./graph-router.ts";
import { createMessagesEndpoint } from "./sends/messages-endpoint.ts";
import { naturalFate } from "./sends/natural-fate.ts";
import type { Taken } from "./sends/taken.ts";
import type { TemplateReview } from "./templates/template-review.ts";

export interface GraphSideDeps {
  readonly state: FakeState;
  readonly options: FakeGraphOptions;
  readonly review: TemplateReview;
  readonly announcer: Announcer;
  readonly onTaken: (shown: ShownMessage, taken: Taken) => void;
}

/** Puts together what answers requests to the Graph API. */
export function createGraphSide(deps: GraphSideDeps): (request: GraphRequest) => GraphReply {
  const { state, options, review, announcer, onTaken } = deps;
  const postMessage = createMessagesEndpoint({
    ...state,
    pair: options.pair ?? metaPair,
    restrictedUntilAt: announcer.restrictedUntilAt,
    orderedRefusal: () => state.orders.takeRefusal(),
    fateOf: (body, person, category) =>
      state.orders.takeFailure() ?? naturalFate(body, person, category, state.isInbound),
    onTaken,
  });
  const route = createGraphRouter({
    ...state,
    review,
    postMessage,
    numberState: announcer.numberState,
    profile: new BusinessProfile(),
    blockList: new BlockList(state),
    isEscalationPartner: options.isEscalationPartner ?? true,
  });
  return createGraphHandler({ ...state, token: state.settings.token, route });
}
