export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** The page a servlet container shows for an error. */
export function errorPage(status: number, message: string): string {
  const title = `HTTP Status ${status}`;
  return `<!doctype html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1><p><b>Message</b> ${escapeHtml(message)}</p></body></html>`;
}

const STYLE = `
  :root { color-scheme: light; }
  * { box-sizing: border-box; }
  body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: #213f7d; background: #f4f7fd; }
  a { color: #0066ff; text-decoration: none; } a:hover { text-decoration: underline; }
  header { display: flex; gap: 1rem; align-items: center; padding: .7rem 1.5rem; background: #1f28bf; color: #fff; }
  header a, header button { color: #fff; } header .grow { flex: 1; }
  main { max-width: 68rem; margin: 0 auto; padding: 1rem 1.5rem 3rem; }
  .card { background: #fff; border: 1px solid #dbe2f0; border-radius: 6px; padding: 1rem 1.25rem; margin: 0 0 1rem; }
  .narrow { max-width: 24rem; margin: 12vh auto; }
  h1 { font-size: 1.4rem; margin: .5rem 0 1rem; } h2 { font-size: 1rem; margin: 0 0 .6rem; }
  table { width: 100%; border-collapse: collapse; } td, th { text-align: left; padding: .35rem .5rem; border-top: 1px solid #edf1f9; vertical-align: top; }
  th { font-weight: 600; border-top: 0; } td.key { width: 18rem; color: #5b6b92; } td { overflow-wrap: anywhere; }
  label { display: block; margin: 0 0 .75rem; } input { width: 100%; padding: .5rem; font: inherit; border: 1px solid #b9c4de; border-radius: 4px; }
  button { font: inherit; padding: .45rem 1rem; border: 0; border-radius: 4px; background: #0066ff; color: #fff; cursor: pointer; }
  button.plain { background: none; border: 1px solid #b9c4de; color: #213f7d; }
  .tag { display: inline-block; padding: 0 .5rem; border-radius: 9px; background: #e6ecfb; font-size: .8rem; font-weight: 400; vertical-align: middle; margin-right: .3rem; }
  .tag.lock { background: #fde4c8; color: #7a4300; } .error { color: #b3261e; } .muted { color: #5b6b92; }
  video { width: 100%; max-height: 26rem; background: #000; border-radius: 4px; }
`;

/** @param body - HTML; what comes from outside is escaped by the caller. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <title>${escapeHtml(title)}</title>
    <style>${STYLE}</style>
  </head>
  <body>${body}</body>
</html>`;
}
