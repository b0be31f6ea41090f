import { BotError, cutText, type Passage, type Retriever } from "sapa/plugin";
import { z } from "zod";
import type { Config } from "./config.ts";
import { createPost, type Post } from "./graph.ts";
import type { Identity } from "./identity.ts";
import { retrievalScopes } from "./scopes.ts";
import { ofResponse, ofThrown } from "./to-failure.ts";

type Retrieval = NonNullable<Config["retrieval"]>;

/** Longest question that Microsoft takes, in characters. Source: Retrieval API, limits. */
const maxQueryChars = 1_500;
/** 25 passages of a page each are far below this. */
const maxAnswerBytes = 4 * 1_048_576;
/** More of one document than a question needs. */
const maxPassageChars = 4_000;

const answerSchema = z.object({
  retrievalHits: z.array(
    z.object({
      webUrl: z.string(),
      extracts: z
        .array(z.object({ text: z.string(), relevanceScore: z.number().nullish() }))
        .catch([]),
      resourceMetadata: z.object({ title: z.string().nullish() }).nullish().catch(undefined),
      sensitivityLabel: z.unknown().optional(),
    }),
  ),
});
type Hit = z.infer<typeof answerSchema>["retrievalHits"][number];

/** Finds passages in the documents of whoever is signed in. Source: Microsoft 365 Copilot Retrieval API, v1.0. */
export function createRetriever(
  settings: Retrieval,
  identity: Pick<Identity, "token">,
  outer: AbortSignal,
): Retriever {
  const place = { base: settings.base, version: "v1.0", path: "/copilot/retrieval" };
  const post = createPost(place, () => identity.token(retrievalScopes(settings)));
  return {
    async retrieve(question, signal) {
      try {
        return await ask(post, settings, question, AbortSignal.any([signal, outer]));
      } catch (error) {
        if (error instanceof BotError) throw error;
        throw failed(ofThrown(error), error);
      }
    },
  };
}

async function ask(
  post: Post,
  settings: Retrieval,
  question: string,
  signal: AbortSignal,
): Promise<readonly Passage[]> {
  const response = await post("", toBody(settings, question), signal);
  if (!response.ok) throw failed(await ofResponse(response), undefined);
  const text = await readBounded(response);
  const { success, data } = answerSchema.safeParse(JSON.parse(text));
  if (!success) throw new SyntaxError("the answer is no list of passages");
  return data.retrievalHits
    .filter((hit) => isFor(hit, settings))
    .toSorted((a, b) => scoreOf(b) - scoreOf(a))
    .slice(0, settings.results)
    .map(toPassage)
    .filter(({ text: words }) => words !== "");
}

function toBody({ source, site, results }: Retrieval, question: string) {
  return {
    queryString: cutText(question, maxQueryChars),
    dataSource: source,
    ...(site === undefined ? {} : { filterExpression: `path:"${site.replaceAll('"', "")}"` }),
    resourceMetadata: ["title"],
    maximumNumberOfResults: results,
  };
}

/** A label that says of itself that what bears it is not encrypted. */
const openLabelSchema = z.object({ isEncrypted: z.literal(false) });

/**
 * Not what is labelled for that person's eyes in Microsoft's own programs, unless the settings let it; what
 * is encrypted, or has a label that cannot be read, never. A filter that Microsoft cannot read it leaves out
 * without a word: so the address is looked at here again.
 */
function isFor({ webUrl, sensitivityLabel }: Hit, { site, labelled }: Retrieval): boolean {
  const isLabelled = sensitivityLabel !== undefined && sensitivityLabel !== null;
  if (isLabelled && !(labelled && openLabelSchema.safeParse(sensitivityLabel).success))
    return false;
  if (site === undefined) return true;
  const below = site.endsWith("/") ? site : `${site}/`;
  return webUrl === site || webUrl.toLowerCase().startsWith(below.toLowerCase());
}

function scoreOf({ extracts }: Hit): number {
  return Math.max(0, ...extracts.map(({ relevanceScore }) => relevanceScore ?? 0));
}

function toPassage({ webUrl, extracts, resourceMetadata }: Hit): Passage {
  const text = extracts.map((extract) => extract.text.trim()).join("\n");
  const title = resourceMetadata?.title ?? decodedName(webUrl);
  return { text: cutText(text, maxPassageChars), title, url: webUrl };
}

function decodedName(url: string): string {
  const name = url.split("/").at(-1) ?? url;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const { body } = response;
  if (body === null) return "";
  const stream: ReadableStream<Uint8Array> = body;
  for await (const chunk of stream) {
    size += chunk.byteLength;
    if (size > maxAnswerBytes) throw new SyntaxError("the answer is too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function failed({ kind, message }: { kind: string; message: string }, cause: unknown): BotError {
  return new BotError(`AI_${kind.toUpperCase()}`, message, { cause });
}
