// Fields that Decap CMS does not have: the address, filled in from the title; the name of one of an item's photos; and
// a question that is answered with yes or no.

import { shortName } from "./latin.js";

const { createClass, h } = window;

export const slugField = (plan) =>
  createClass({
    componentDidMount() {
      const { field } = this.props;
      this.made = "";
      this.follow = () => {
        const entry = this.props.getEntry();
        const { value, onChange } = this.props;
        if (!field.get("from") || !entry.get("newRecord") || (value && value !== this.made)) return;
        const made = shortName(entry.getIn(["data", field.get("from")]) ?? "", plan.latin);
        if (made && made !== value) onChange((this.made = made));
      };
      document.addEventListener("focusout", this.follow);
    },
    componentWillUnmount() {
      document.removeEventListener("focusout", this.follow);
    },
    render() {
      const { forID, value, onChange, classNameWrapper, setActiveStyle, setInactiveStyle, getEntry } = this.props;
      return h("input", {
        id: forID,
        type: "text",
        className: classNameWrapper,
        value: value || "",
        spellCheck: false,
        autoCapitalize: "none",
        readOnly: !getEntry().get("newRecord"),
        onFocus: setActiveStyle,
        onBlur: setInactiveStyle,
        onChange: (event) => onChange(event.target.value.trim().toLowerCase()),
      });
    },
  });

export const photoField = () =>
  createClass({
    names() {
      const photos = this.props.getEntry().getIn(["data", "photos"]);
      const found = photos
        ? photos
            .map((photo) => photo.get("file"))
            .filter(Boolean)
            .toArray()
        : [];
      return [...new Set([...found, this.props.value].filter(Boolean))].map((name) =>
        name.slice(name.lastIndexOf("/") + 1),
      );
    },
    render() {
      const { forID, value, onChange, classNameWrapper, setActiveStyle, setInactiveStyle } = this.props;
      const choices = ["", ...this.names()].map((name) => h("option", { key: name, value: name }, name || "—"));
      const look = () => {
        setActiveStyle();
        this.forceUpdate();
      };
      return h(
        "select",
        {
          id: forID,
          className: classNameWrapper,
          value: value || "",
          onFocus: look,
          onMouseDown: () => this.forceUpdate(),
          onBlur: setInactiveStyle,
          onChange: (event) => onChange(event.target.value),
        },
        choices,
      );
    },
  });

// A question that has an answer until another is given is a switch; one that has none is a choice that has to be made.
export const answerField = (plan) =>
  createClass({
    render() {
      const { forID, value, onChange, classNameWrapper, setActiveStyle, setInactiveStyle, field } = this.props;
      const watched = { id: forID, onFocus: setActiveStyle, onBlur: setInactiveStyle };
      if (field.get("default") === undefined) {
        const answers = Object.entries({ "": "—", true: plan.words.yes, false: plan.words.no });
        return h(
          "select",
          {
            ...watched,
            className: classNameWrapper,
            value: String(value ?? ""),
            required: field.get("required"),
            onChange: (event) => onChange(event.target.value ? event.target.value === "true" : null),
          },
          answers.map(([name, words]) => h("option", { key: name, value: name }, words)),
        );
      }
      return h("div", { className: classNameWrapper }, [
        h("input", {
          ...watched,
          key: "switch",
          type: "checkbox",
          role: "switch",
          checked: value === true,
          onChange: (event) => onChange(event.target.checked),
        }),
        h("span", { key: "answer", "aria-hidden": true }, plan.words[value === true ? "yes" : "no"]),
      ]);
    },
  });
