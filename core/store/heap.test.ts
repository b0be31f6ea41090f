import { expect, test } from "bun:test";
import fc from "fast-check";
import { Heap } from "./heap.ts";

test("a heap gives what a sorted list gives, whatever is pushed and popped in between", () => {
  const steps = fc.array(fc.option(fc.tuple(fc.nat(20), fc.nat(5)), { nil: undefined }));
  fc.assert(
    fc.property(steps, (pushes) => {
      const heap = new Heap<number>();
      const list: { readonly key: number; readonly tie: number }[] = [];
      const take = () => {
        list.sort((a, b) => a.key - b.key || a.tie - b.tie);
        expect(heap.nextKey).toBe(list[0]?.key ?? Number.POSITIVE_INFINITY);
        expect(heap.nextTie).toBe(list[0]?.tie ?? Number.POSITIVE_INFINITY);
        const first = list.shift();
        expect(heap.peek()).toBe(first?.key);
        expect(heap.pop()).toBe(first?.key);
      };
      for (const push of pushes) {
        if (push === undefined) {
          take();
          continue;
        }
        const [key, tie] = push;
        heap.push(key, tie, key);
        list.push({ key, tie });
      }
      while (list.length > 0) take();
      expect(heap.size).toBe(0);
    }),
  );
});
