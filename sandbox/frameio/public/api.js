/** Calls of the page, in the name of the person who is signed in. */
const tokens = new Map();
let email;

export const whoAmI = () => email;

export function signIn(person) {
  email = person;
  sessionStorage.setItem('person', person);
}

export async function control(method, path, body) {
  return answerOf(await request(method, `/_control${path}`, body));
}

export async function api(method, path, data) {
  const headers = { authorization: `Bearer ${await token()}` };
  return answerOf(await request(method, path, data === undefined ? undefined : { data }, headers));
}

/** All pages of a list: the link to the next page carries the cursor alone. */
export async function list(path) {
  const items = [];
  let after = '';
  do {
    const { data, links } = await api('GET', path + after);
    items.push(...data);
    const next = links.next && new URL(links.next, location.origin).searchParams.get('after');
    after = next ? `${path.includes('?') ? '&' : '?'}after=${encodeURIComponent(next)}` : '';
  } while (after);
  return items;
}

export async function upload(account, folderId, file, onProgress) {
  const path = `/v4/accounts/${account}/folders/${folderId}/files/local_upload`;
  const { data } = await api('POST', path, { name: file.name, file_size: file.size });
  let offset = 0;
  for (const { url, size } of data.upload_urls) {
    const headers = { 'content-type': data.media_type, 'x-amz-acl': 'private' };
    const answer = await fetch(url, { method: 'PUT', headers, body: file.slice(offset, offset + size) });
    if (!answer.ok) throw new Error(`The storage answered ${answer.status}`);
    offset += size;
    onProgress(offset / file.size);
  }
  return data;
}

async function token() {
  if (!tokens.has(email)) {
    const answer = await request('POST', '/_control/tokens', { email });
    tokens.set(email, (await answer.json()).access_token);
  }
  return tokens.get(email);
}

function request(method, path, body, headers = {}) {
  return fetch(path, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

async function answerOf(answer) {
  const text = await answer.text();
  const body = text ? JSON.parse(text) : undefined;
  if (answer.status === 401) tokens.delete(email);
  if (!answer.ok) throw new Error(body?.errors?.map(({ detail }) => detail).join(', ') ?? `Error ${answer.status}`);
  return body;
}
