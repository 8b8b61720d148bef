// A form for the arguments of a tool, made from its input schema.
import { el } from "./dom.js";
import { plural } from "./format.js";
import { field, input, select } from "./parts.js";

/** The form's fields, and read(), which answers with the arguments or throws { field, detail }s as errors. */
export function schemaForm(schema) {
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {})
    .map(([name, property]) => argument(name, property, required.has(name)));
  const needed = fields.filter((it) => it.required).map((it) => it.node);
  const others = fields.filter((it) => !it.required).map((it) => it.node);
  return {
    nodes: [
      fields.length ? needed : el("p", { class: "muted" }, "This tool takes no arguments."),
      others.length ? el("details", { class: "optional-arguments" }, el("summary", {}, plural(others.length, "optional argument")), el("div", { class: "grid two" }, others)) : [],
    ].flat(),
    read() {
      const args = {};
      const errors = [];
      for (const it of fields) {
        try {
          const value = it.read();
          if (value !== undefined) args[it.name] = value;
        } catch (failure) {
          errors.push({ field: it.name, detail: failure.message });
        }
      }
      if (errors.length) throw Object.assign(new Error("Some arguments are not as they must be."), { errors });
      return args;
    },
  };
}

function argument(name, property, required) {
  const { control, read } = controlOf(property);
  if (required) control.required = true;
  const node = field(name, control, { hint: hintOf(property), name, optional: !required });
  node.querySelector("label").classList.add("mono");
  return {
    name,
    node,
    required,
    read() {
      if (control.value.trim() === "") {
        if (required) throw new Error("is required");
        return undefined;
      }
      return read(control.value);
    },
  };
}

function controlOf(property) {
  const choices = property.enum ?? (property.type === "boolean" ? [true, false] : null);
  if (choices) {
    return {
      control: select([["", "–"], ...choices.map((choice) => [JSON.stringify(choice), String(choice)])], ""),
      read: (text) => JSON.parse(text),
    };
  }
  switch (property.type) {
    case "integer":
    case "number":
      return {
        control: input({ inputmode: property.type === "integer" ? "numeric" : "decimal" }),
        read(text) {
          const value = Number(text);
          if (!Number.isFinite(value)) throw new Error("must be a number");
          if (property.minimum !== undefined && value < property.minimum) throw new Error(`must be at least ${property.minimum}`);
          if (property.maximum !== undefined && value > property.maximum) throw new Error(`must be at most ${property.maximum}`);
          return value;
        },
      };
    case "array":
      if ((property.items?.type ?? "string") === "string") {
        return {
          control: el("textarea", { rows: "2", spellcheck: "false" }),
          read: (text) => text.split("\n").map((line) => line.trim()).filter(Boolean),
        };
      }
      return json();
    case "object":
      return json();
    default:
      return { control: input({ maxlength: property.maxLength }), read: (text) => text };
  }
}

function json() {
  return {
    control: el("textarea", { rows: "4", class: "mono", spellcheck: "false" }),
    read(text) {
      try {
        return JSON.parse(text);
      } catch {
        throw new Error("must be JSON");
      }
    },
  };
}

function hintOf(property) {
  const range =
    property.minimum !== undefined && property.maximum !== undefined ? `${property.minimum} to ${property.maximum}` : null;
  const form = { array: "one a line", object: "JSON" }[property.type];
  const parts = [property.description, range, form, property.default !== undefined ? `default ${JSON.stringify(property.default)}` : null];
  return parts.filter(Boolean).join(" · ") || null;
}
