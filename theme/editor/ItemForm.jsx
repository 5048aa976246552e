// The fields of one item: RJSF over the schema that the plan gives, with our own templates and widgets.

import Form from "@rjsf/core";
import { useMemo } from "react";
import { useApp, useWork } from "./context.js";
import { PeopleField } from "./People.jsx";
import { PhotosField } from "./Photos.jsx";
import { ChecksField, PairsField, PickField } from "./picks.jsx";
import { PictureWidget } from "./Picture.jsx";
import { put } from "./places.js";
import { formOf } from "./schema.js";
import { templates } from "./templates.jsx";
import validator from "./validator.js";
import { widgetsWith } from "./widgets.jsx";

const FIELDS = { pick: PickField, people: PeopleField, checks: ChecksField, pairs: PairsField, photos: PhotosField };
const WIDGETS = widgetsWith(PictureWidget);
// Nothing is filled in that no one wrote: what is usual stands in the model, and is not said in a file.
const EMPTY = {
  emptyObjectFields: "skipEmptyDefaults",
  arrayMinItems: { populate: "never" },
  allOf: "skipDefaults",
  constAsDefaults: "never",
  requiredBooleanDefault: "skip",
  mergeDefaultsIntoFormData: "useFormDataIfPresent",
};

export function ItemForm({ draft }) {
  const { plan } = useApp();
  const { space, told } = useWork();
  const isRoot = draft.key === "root";
  const { minor } = draft.form;
  const { schema, ui } = useMemo(() => asked(formOf(draft.type, plan), minor), [draft.type, plan, minor]);
  const uiSchema = useMemo(
    () => (isRoot ? ui : { ...ui, slug: { "ui:widget": "hidden" }, "ui:isPlain": true }),
    [ui, isRoot],
  );
  const extraErrors = useMemo(() => errorsOf(told, draft.key), [told, draft.key]);
  return (
    <Form
      tagName="div"
      className="item"
      schema={schema}
      uiSchema={uiSchema}
      formData={draft.form}
      idPrefix={draft.key}
      validator={validator}
      extraErrors={extraErrors}
      showErrorList={false}
      noHtml5Validate
      fields={FIELDS}
      widgets={WIDGETS}
      templates={templates}
      experimental_defaultFormStateBehavior={EMPTY}
      onChange={({ formData }) => space.setForm(draft.key, formData)}
    >
      <span hidden />
    </Form>
  );
}

// A child's record asks for two agreements, anyone else's for none.
function asked({ schema, ui }, minor) {
  if (!["guardian", "child"].every((name) => name in schema.properties)) return { schema, ui };
  if (minor) return { schema: { ...schema, required: [...schema.required, "guardian", "child"] }, ui };
  const hidden = { "ui:widget": "hidden" };
  return { schema, ui: { ...ui, guardian: hidden, child: hidden } };
}

// What the checker found, in the shape that RJSF lays over a form.
function errorsOf(told, key) {
  let errors = {};
  for (const { key: own, place, message, warning } of told) {
    if (own !== key || warning) continue;
    const before = place.reduce((found, name) => found?.[name], errors)?.__errors ?? [];
    errors = put(errors, [...place, "__errors"], [...before, message]);
  }
  return errors;
}
