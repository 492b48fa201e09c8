import { render } from "preact";
import { afterEach, beforeEach } from "vitest";

/** An element in the document for whatever a test draws; empty and out of it after each. For tests with a document. */
export function aRoot(): HTMLElement {
  const root = document.createElement("div");
  beforeEach(() => document.body.append(root));
  afterEach(() => {
    render(null, root);
    root.remove();
  });
  return root;
}
