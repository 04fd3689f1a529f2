import { openAsBlob } from 'node:fs';

interface Uploaded {
  id: string;
  media_type: string;
  upload_urls: { size: number; url: string }[];
}

export interface ActionRun {
  status?: number;
  shows: string;
  interactionId: string;
  answer?: { title: string; description: string; fields?: { name: string; value: string }[] };
}

/** Somebody who reviews in Frame.io: works with the V4 API and runs actions from a selection. */
export class Reviewer {
  readonly email: string;
  readonly #frameioUrl: string;
  readonly #token: string;

  private constructor(email: string, frameioUrl: string, token: string) {
    this.email = email;
    this.#frameioUrl = frameioUrl;
    this.#token = token;
  }

  static async signIn(frameioUrl: string, email: string): Promise<Reviewer> {
    const answer = await post(`${frameioUrl}/_control/tokens`, { email });
    return new Reviewer(email, frameioUrl, (answer as { access_token: string }).access_token);
  }

  async v4<T>(method: string, path: string, data?: unknown): Promise<T> {
    const answer = await fetch(`${this.#frameioUrl}/v4${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        'user-agent': 'reviewer',
        ...(data === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(data === undefined ? {} : { body: JSON.stringify({ data }) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return (text ? (JSON.parse(text) as { data: T }).data : undefined) as T;
  }

  /** Uploads a file and waits until its bytes are joined. Answers its id. */
  async upload(accountId: string, folderId: string, name: string, path: string): Promise<string> {
    const blob = await openAsBlob(path);
    const file = await this.v4<Uploaded>('POST', `/accounts/${accountId}/folders/${folderId}/files/local_upload`, {
      name,
      file_size: blob.size,
    });
    let start = 0;
    for (const { size, url } of file.upload_urls) {
      const headers = { 'content-type': file.media_type, 'x-amz-acl': 'private' };
      const answer = await fetch(url, { method: 'PUT', headers, body: blob.slice(start, start + size) });
      if (!answer.ok) throw new Error(`part of ${name} answered ${answer.status}`);
      start += size;
    }
    return file.id;
  }

  /** Puts a new cut on top of a file or of its stack. Answers the ids of file and stack. */
  async newVersion(
    accountId: string,
    on: { folderId: string; fileId: string; stackId?: string | null },
    name: string,
    path: string,
  ): Promise<{ fileId: string; stackId: string }> {
    const fileId = await this.upload(accountId, on.folderId, name, path);
    if (on.stackId) {
      await this.v4('PATCH', `/accounts/${accountId}/files/${fileId}/move`, { parent_id: on.stackId });
      return { fileId, stackId: on.stackId };
    }
    const stack = await this.v4<{ id: string }>(
      'POST',
      `/accounts/${accountId}/folders/${on.folderId}/version_stacks`,
      {
        file_ids: [on.fileId, fileId],
      },
    );
    return { fileId, stackId: stack.id };
  }

  /** @param frame - As Frame.io counts. */
  async comment(accountId: string, fileId: string, text: string, at: { frame?: number; annotation?: string } = {}) {
    const { id } = await this.v4<{ id: string }>('POST', `/accounts/${accountId}/files/${fileId}/comments`, {
      text,
      ...(at.frame === undefined ? {} : { timestamp: at.frame }),
      ...(at.annotation === undefined ? {} : { annotation: at.annotation }),
    });
    return id;
  }

  /** Replies cannot be made through the V4 API; people make them in the player. */
  async reply(commentId: string, text: string): Promise<void> {
    await post(`${this.#frameioUrl}/_control/comments/reply`, { commentId, email: this.email, text });
  }

  async setStatus(
    accountId: string,
    projectId: string,
    fileId: string,
    fieldId: string,
    optionId: string,
  ): Promise<void> {
    await this.v4('PATCH', `/accounts/${accountId}/projects/${projectId}/metadata/values`, {
      file_ids: [fileId],
      values: [{ field_definition_id: fieldId, value: [optionId] }],
    });
  }

  /** Runs a custom action on a selection; answers what the person sees. */
  async run(
    name: string,
    workspaceId: string,
    resources: { type: string; id: string }[],
    more: object = {},
  ): Promise<ActionRun> {
    return (await post(`${this.#frameioUrl}/_control/actions/run`, {
      name,
      workspaceId,
      email: this.email,
      resources,
      ...more,
    })) as ActionRun;
  }
}

async function post(url: string, body: unknown): Promise<unknown> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`);
  return text ? (JSON.parse(text) as unknown) : undefined;
}
