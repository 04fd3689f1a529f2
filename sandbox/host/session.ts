import type { RequestHandler } from 'express';

/** Lets those in whom Nuxeo knows by their session; the others sign in first, and come back to where they wanted. */
export function signedIn(nuxeoUrl: string): RequestHandler {
  return async (req, res, next) => {
    const { cookie = '' } = req.headers;
    const answer = await fetch(new URL('/nuxeo/api/v1/me', nuxeoUrl), { headers: { cookie } });
    await answer.body?.cancel();
    if (answer.ok) next();
    else res.status(answer.status).type('html').send(toLogin);
  };
}

/** What stands behind `#` never reaches a server: it waits in a cookie. */
const toLogin = `<!doctype html>
<html lang="en">
<body>
<script>
document.cookie = 'nuxeo.start.url.fragment=' + encodeURIComponent(location.hash.slice(1)) + '; path=/';
location.replace('/nuxeo/login.jsp?requestedUrl=ui/');
</script>
<a href="/nuxeo/login.jsp?requestedUrl=ui/">Log in</a>
</body>
</html>
`;
