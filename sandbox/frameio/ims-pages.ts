import type { Person } from './model.ts';
import { escapeXml } from './posters.ts';

/** Everybody who can sign in; the links carry the whole request on. */
export function signInPage(people: Person[], requestPath: string): string {
  const choices = people.map(({ email, name }) => {
    const href = `${requestPath}&login=${encodeURIComponent(email)}`;
    return `<li><a href="${escapeXml(href)}"><strong>${escapeXml(name)}</strong><span>${escapeXml(email)}</span></a></li>`;
  });
  return page(
    'Sign in',
    `<p>This is the rehearsal stand-in for Adobe sign-in. Choose who you are.</p><ul>${choices.join('')}</ul>
    <p><a class="quiet" href="${escapeXml(requestPath)}&amp;cancel=1">Cancel</a></p>`,
  );
}

export function errorPage(title: string, text: string): string {
  return page(title, `<p>${escapeXml(text)}</p>`);
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { display: grid; min-height: 100vh; margin: 0; place-items: center; }
  main { box-sizing: border-box; width: min(26rem, 100%); padding: 1.5rem; }
  ul { list-style: none; margin: 1.5rem 0; padding: 0; }
  li a { border: 1px solid light-dark(#ccd, #445); border-radius: .6rem; color: inherit; display: block; margin: .5rem 0;
    padding: .6rem 1rem; text-decoration: none; }
  li a:hover, li a:focus-visible { background: light-dark(#eef, #223); }
  li span { display: block; font-size: .85rem; opacity: .75; }
</style>
</head>
<body><main><h1>${escapeXml(title)}</h1>${body}</main></body>
</html>`;
}
