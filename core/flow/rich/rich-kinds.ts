import { carouselRichKind } from "./kinds/carousel.ts";
import { formRichKind } from "./kinds/form.ts";
import { linkRichKind } from "./kinds/link.ts";
import { mediaRichKinds } from "./kinds/media.ts";
import { placeRichKinds } from "./kinds/places.ts";
import { requestRichKinds } from "./kinds/requests.ts";
import { shopRichKinds } from "./kinds/shop.ts";
import type { RichKind } from "./rich-kind.ts";

/** Every kind of message that `send` knows, in the order in which the docs tell them. */
export const richKinds: readonly RichKind[] = [
  ...mediaRichKinds,
  ...placeRichKinds,
  linkRichKind,
  ...shopRichKinds,
  formRichKind,
  ...requestRichKinds,
  carouselRichKind,
];
