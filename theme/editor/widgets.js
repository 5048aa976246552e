// Two fields that Decap CMS does not have: the address, filled in from the title, and the name of one of an item's photos.

import { shortSlug } from "./latin.js";

const { createClass, h } = window;

export const slugField = (plan) => createClass({
  componentDidMount() {
    const { field } = this.props;
    this.made = "";
    this.follow = () => {
      const entry = this.props.getEntry();
      const { value, onChange } = this.props;
      if (!field.get("from") || !entry.get("newRecord") || (value && value !== this.made)) return;
      const made = shortSlug(entry.getIn(["data", field.get("from")]) ?? "", plan.latin);
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
      id: forID, type: "text", className: classNameWrapper, value: value || "", spellCheck: false, autoCapitalize: "none",
      readOnly: !getEntry().get("newRecord"), onFocus: setActiveStyle, onBlur: setInactiveStyle,
      onChange: (event) => onChange(event.target.value.trim().toLowerCase()),
    });
  },
});

export const photoField = () => createClass({
  names() {
    const photos = this.props.getEntry().getIn(["data", "photos"]);
    const found = photos ? photos.map((photo) => photo.get("file")).filter(Boolean).toArray() : [];
    return [...new Set([...found, this.props.value].filter(Boolean))].map((name) => name.slice(name.lastIndexOf("/") + 1));
  },
  render() {
    const { forID, value, onChange, classNameWrapper, setActiveStyle, setInactiveStyle } = this.props;
    const choices = ["", ...this.names()].map((name) => h("option", { key: name, value: name }, name || "—"));
    const look = () => { setActiveStyle(); this.forceUpdate(); };
    return h("select", {
      id: forID, className: classNameWrapper, value: value || "", onFocus: look, onMouseDown: () => this.forceUpdate(),
      onBlur: setInactiveStyle, onChange: (event) => onChange(event.target.value),
    }, choices);
  },
});
