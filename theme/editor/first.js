// Decap CMS starts by itself unless told to wait: page.js makes it ready first.
window.CMS_MANUAL_INIT = true;
