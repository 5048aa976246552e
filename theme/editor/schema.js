// The plan's JSON Schemas of an item → the one that the form shows: facts once, texts with their languages side by
// side.

import { hasCards } from "./model.js";

// How a value is shown, where the type alone does not say: our own fields (arrays and parts), and our own widgets.
const FIELDS = { pick: "pick", people: "people", pairs: "pairs" };

// A hint that only says the name once more, as "The title." of a title.
function isEcho({ title, description }) {
  const said = (text) => text.toLowerCase().replace(/^(?:ο|η|το|οι|τα|the|an?) |\.$/gu, "");
  return typeof title === "string" && typeof description === "string" && said(title) === said(description);
}

function bare(node) {
  const { default: usual, ...rest } = node;
  if (isEcho(node)) delete rest.description;
  const made = usual === undefined ? rest : { ...rest, x: { ...rest.x, usual } };
  if (made.properties) made.properties = mapped(made.properties, bare);
  if (made.items) made.items = bare(made.items);
  return made;
}

function mapped(properties, change) {
  return Object.fromEntries(Object.entries(properties).map(([name, node]) => [name, change(node, name)]));
}

function uiOf(node) {
  const widget = node.x?.widget ?? "";
  if (node.type === "array" && node.items?.oneOf) return { "ui:field": "checks" };
  if (FIELDS[widget]) return { "ui:field": FIELDS[widget] };
  if (node.type === "object") return mapped(node.properties ?? {}, uiOf);
  if (node.type === "array") return { items: uiOf({ ...node.items, x: node.items.x ?? node.x }) };
  if (node.type === "boolean") return { "ui:widget": "yes-no" };
  if (node.oneOf) return { "ui:widget": "choose" };
  if (node.type === "integer" || node.type === "number") return { "ui:widget": "figure" };
  return { "ui:widget": ["date", "moment", "long", "picture", "photo-name"].includes(widget) ? widget : "line" };
}

function inEachLanguage(node, plan, required) {
  const properties = Object.fromEntries(
    plan.languages.map((language) => [language, { ...node, x: { ...node.x, lead: node.title, language } }]),
  );
  return {
    type: "object",
    title: node.title,
    description: node.description,
    x: { isPair: true, required },
    properties,
  };
}

// The form of a type: its schema, how each part of it is shown, and in which groups its fields stand.
export function formOf(type, plan) {
  const facts = bare(type.schema);
  const texts = bare(type.text_schema ?? { properties: {} });
  const properties = {};
  const required = [...(facts.required ?? [])];
  properties.slug = {
    type: "string",
    title: type.slugLabel,
    description: type.slugHint,
    x: { widget: "slug", isNeeded: true },
  };
  if (type.owner)
    properties.owner = {
      type: "string",
      title: type.ownerLabel,
      description: type.ownerHint,
      x: { widget: "pick", choices: type.owner, isFixed: true },
    };
  for (const [name, node] of Object.entries(texts.properties)) {
    if (name === "captions" && hasCards(type)) continue;
    properties[plan.prefix + name] = inEachLanguage(node, plan, texts.required?.includes(name));
  }
  if (type.texts) {
    const body = { type: "string", title: type.bodyLabel, description: type.bodyHint, x: { widget: "body" } };
    properties[plan.body] = inEachLanguage(body, plan, type.bodyNeeded);
  }
  Object.assign(properties, facts.properties);
  if (properties.date) properties.date = { ...properties.date, x: { ...properties.date.x, isPublication: true } };
  const ui = mapped(properties, uiOf);
  ui.slug = { "ui:widget": "slug" };
  if (type.owner) required.push("owner");
  if (ui[plan.body]) ui[plan.body] = mapped(properties[plan.body].properties, () => ({ "ui:widget": "body" }));
  if (hasCards(type)) ui.photos = { "ui:field": "photos" };
  const schema = { type: "object", properties, required };
  return { schema, ui: { ...ui, "ui:groups": groupsOf(properties, texts, facts, type, plan) } };
}

// Words first, then photos, then facts; behind them, folded, what can be left out as a whole.
function groupsOf(properties, texts, facts, type, plan) {
  const groups = { text: [], photos: [], facts: [], more: new Map() };
  const isNested = (node) => ["object", "array"].includes(node.type) && !node.items?.oneOf && node.x?.widget !== "pick";
  const later = (key, name) => groups.more.set(key, [...(groups.more.get(key) ?? []), name]);
  for (const [name, node] of Object.entries(texts.properties)) {
    const isNeeded = texts.required?.includes(name);
    if (name === "captions" && hasCards(type)) continue;
    if (isNested(node) && !isNeeded) later(name, plan.prefix + name);
    else groups.text.push(plan.prefix + name);
  }
  const title = groups.text.indexOf(type.title);
  groups.text.splice(title + 1, 0, ...["slug", ...(type.owner ? ["owner"] : [])]);
  if (!type.texts) [groups.text, groups.facts] = [[], ["slug"]];
  if (type.texts) groups.text.push(plan.body);
  for (const [name, node] of Object.entries(facts.properties)) {
    const isNeeded = facts.required?.includes(name);
    if (name === "photos" && hasCards(type)) groups.photos.push(name);
    else if (isNested(node) && !isNeeded) later(name, name);
    else if (node.x?.widget === "people" || name.startsWith("checked_")) later("people", name);
    else groups.facts.push(name);
  }
  return { ...groups, more: [...groups.more.values()].map((names) => ({ names, title: properties[names[0]].title })) };
}
