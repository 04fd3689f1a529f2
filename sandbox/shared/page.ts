export interface PageOptions {
  title: string;
  /** HTML; everything from outside has gone through `escapeHtml()`. */
  body: string;
  /** The browser loads the page again after this time. */
  refreshSeconds?: number;
}

/** A whole page in the plain dress of the sandbox: light or dark as the reader likes, readable on a telephone. */
export function page({ title, body, refreshSeconds }: PageOptions): string {
  const refresh = refreshSeconds === undefined ? '' : `<meta http-equiv="refresh" content="${refreshSeconds}">`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refresh}
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2330; --soft: #5b6474; --line: #d9dee6; --paper: #fff; --ground: #f4f6f9;
  --accent: #1f5fd0; --warn: #8a4b00; --warn-ground: #fff3dc; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e9ef; --soft: #a0a9b8; --line: #363d4a; --paper: #1d222b; --ground: #14181f;
    --accent: #85b1ff; --warn: #ffd089; --warn-ground: #3a2b10; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.4rem; margin: 0; overflow-wrap: anywhere; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code { font-size: .9em; overflow-wrap: anywhere; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between;
  margin-bottom: 1rem; }
button { font: inherit; padding: .3rem .9rem; border: 1px solid var(--line); border-radius: .4rem;
  background: var(--paper); color: inherit; cursor: pointer; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; overflow: hidden; }
.empty { padding: 2.5rem 1rem; text-align: center; color: var(--soft); }
.soft { color: var(--soft); }
.warning { background: var(--warn-ground); color: var(--warn); padding: .6rem 1rem; border-radius: .4rem; margin: 0 0 1rem; }
`;
