/** @jsxImportSource hono/jsx */
import type { Words } from "#core/console/words.ts";
import type { Passage } from "./other-bot.ts";

interface PassageTableProps {
  readonly passages: readonly Passage[];
  readonly words: Words;
  readonly timeOf: (at: number) => string;
}

/** What passed between the network and the bot, newest first, with what it means where it failed. */
export function PassageTable({ passages, words, timeOf }: PassageTableProps) {
  const { other } = words;
  if (passages.length === 0) return <p>{other.nothingPassed}</p>;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{other.time}</th>
          <th scope="col">{words.what}</th>
          <th scope="col">{other.outcome}</th>
        </tr>
      </thead>
      <tbody>
        {passages.map((passage) => (
          <tr>
            <td>{timeOf(passage.at)}</td>
            <td>
              {passage.kind === "request" ? passage.answer.request : other.passages[passage.kind]}
            </td>
            <Outcome passage={passage} words={words} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Outcome({ passage, words }: { readonly passage: Passage; readonly words: Words }) {
  const { other } = words;
  if (passage.kind === "request") {
    const { status, error } = passage.answer;
    if (status === undefined) return <td>{other.droppedAnswer}</td>;
    if (error === undefined) return <td>{status}</td>;
    return (
      <td class="bad">
        <strong>{error.code}</strong>
        {/* What is to be done about it is said for bots of ours, who try again by themselves. */}
        {` ${error.meaning} `}
        <small>{error.title}</small>
      </td>
    );
  }
  const { status, ms, problem } = passage.outcome;
  const took = `${status ?? other.noAnswer}, ${other.took(ms)}`;
  if (problem === undefined) return <td>{took}</td>;
  return (
    <td class="bad">
      {`${took}. `}
      <small>{other.problems[problem]}</small>
    </td>
  );
}
