/** What the page said before the Nuxeo client takes the global name. */
export const pageGlobals = window.Nuxeo ?? {};
