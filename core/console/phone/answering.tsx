/** @jsxImportSource hono/jsx */
import type { Child } from "hono/jsx";
import type { Words } from "#core/console/words.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import type { ShownMessage, ShownRequest } from "#core/model/ports/simulator.ts";

interface AnsweringProps {
  readonly phone: string;
  readonly message: ShownMessage;
  readonly words: Words;
}

/** What a message asks for beside words and options: a form, a place, a number, goods to order. */
export function Answering({ phone, message, words }: AnsweringProps) {
  const { asks, products = [] } = message.content ?? {};
  return (
    <>
      {asks === undefined ? null : (
        <Asked phone={phone} asks={asks} words={words} id={message.vendorId} />
      )}
      {products.map((sku) => (
        <ActForm phone={phone} kind="order">
          <input type="hidden" name="sku" value={sku} />
          <strong>{`🛍 ${sku}`}</strong>
          <label>
            {words.quantity}
            <input name="quantity" type="number" min={1} max={999} value="1" required />
          </label>
          <label>
            {words.price}
            <input name="price" type="number" min={0} value="10000" required />
          </label>
          <button type="submit">{words.order}</button>
        </ActForm>
      ))}
    </>
  );
}

interface AskedProps extends Omit<AnsweringProps, "message"> {
  readonly asks: ShownRequest;
  readonly id: string;
}

function Asked({ phone, asks, words, id }: AskedProps) {
  switch (asks) {
    case "form":
    case "address":
      return (
        <details class="menu">
          <summary>{words.fillIn}</summary>
          <ActForm phone={phone} kind="form">
            <label for={`form-${id}`}>{words.fillInHow}</label>
            <textarea id={`form-${id}`} name="answer" rows={4} required maxlength={10_000} />
            <button type="submit">{words.send}</button>
          </ActForm>
        </details>
      );
    case "location":
      return (
        <ActForm phone={phone} kind="location">
          <input type="hidden" name="latitude" value="-6.9175" />
          <input type="hidden" name="longitude" value="107.6191" />
          <input type="hidden" name="name" value="Bandung" />
          <button type="submit">{words.sendLocation}</button>
        </ActForm>
      );
    case "number":
      return (
        <ActForm phone={phone} kind="share_number">
          <button type="submit">{words.shareNumber}</button>
        </ActForm>
      );
    case "call":
      return (
        <ActForm phone={phone} kind="call_permission">
          <button type="submit" name="given" value="yes">
            {words.mayCall}
          </button>
          <button type="submit" name="given" value="no">
            {words.mayNotCall}
          </button>
        </ActForm>
      );
    default:
      return assertNever(asks, "Asked");
  }
}

interface ActFormProps {
  readonly phone: string;
  readonly kind: string;
  readonly children: Child;
}

/** A form that is an act of the person's when it is sent. */
export function ActForm({ phone, kind, children }: ActFormProps) {
  return (
    <form
      class="options"
      method="post"
      action={`/simulator/phones/${phone}/acts`}
      hx-post={`/simulator/phones/${phone}/acts`}
      hx-swap="none"
      enctype="multipart/form-data"
    >
      <input type="hidden" name="kind" value={kind} />
      {children}
    </form>
  );
}
