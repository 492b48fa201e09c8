// Rules of this house that no linter brings along; loaded by .oxlintrc.json.

const fields = new Set(["input", "textarea"]);

// Chromium and Firefox write what is typed into their session files unless a field says
// autocomplete="off"; only that left nothing on disk in both when it was measured (SECURITY.md).
const autocompleteOff = {
  create(context) {
    const report = (node) =>
      context.report({ node, message: 'Every field needs autocomplete="off".' });
    return {
      JSXOpeningElement(node) {
        if (!fields.has(node.name.name)) return;
        const says = node.attributes.some(
          ({ name, value }) =>
            name?.name?.toLowerCase?.() === "autocomplete" && value?.value === "off",
        );
        if (!says) report(node);
      },
      CallExpression(node) {
        const [tag, properties] = node.arguments;
        if (node.callee.name !== "h" || !fields.has(tag?.value)) return;
        const says = properties?.properties?.some(
          ({ key, value }) =>
            (key?.name ?? key?.value)?.toLowerCase?.() === "autocomplete" && value?.value === "off",
        );
        if (!says) report(node);
      },
    };
  },
};

const members = new Map([
  ["Date", new Set(["now"])],
  ["crypto", new Set(["randomUUID"])],
  ["Math", new Set(["random"])],
  ["performance", new Set(["now"])],
]);
const globals = new Set(["navigator", "process"]);

// The clock, chance, the browser and the process come as arguments (`now`, `newId`, `locks`), so that
// a test can turn the clock and the same seed gives the same history. Entry files are let off.
const ambient = {
  create(context) {
    const report = (node, name) =>
      context.report({ node, message: `Only entry files read ${name}; take it as an argument.` });
    return {
      NewExpression(node) {
        if (node.callee.name === "Date" && node.arguments.length === 0) report(node, "the clock");
      },
      MemberExpression(node) {
        const { object, property } = node;
        if (object.type !== "Identifier") return;
        if (members.get(object.name)?.has(property.name)) {
          report(node, `${object.name}.${property.name}`);
        } else if (globals.has(object.name)) {
          report(node, object.name);
        } else if (object.name === "globalThis" && globals.has(property.name)) {
          report(node, property.name);
        }
      },
    };
  },
};

const sinks = new Set(["innerHTML", "outerHTML", "insertAdjacentHTML", "dangerouslySetInnerHTML"]);

// Texts are trees of blocks, never markup, so that hostile markup has no way in.
const noMarkup = {
  create(context) {
    const look = (node, name) => {
      if (sinks.has(name)) context.report({ node, message: "No markup as text: build nodes." });
    };
    return {
      MemberExpression: (node) => look(node, node.property.name ?? node.property.value),
      JSXAttribute: (node) => look(node, node.name.name),
      Property: (node) => look(node, node.key.name ?? node.key.value),
    };
  },
};

export default {
  meta: { name: "soniakh" },
  rules: { "autocomplete-off": autocompleteOff, ambient, "no-markup": noMarkup },
};
