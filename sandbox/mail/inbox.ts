import PostalMime, { type Address, type Email } from 'postal-mime';

export interface ReceivedMessage {
  id: number;
  /** The address alone, as written in the message. */
  from: string;
  /** Addresses of the envelope: who would really have got it, hidden recipients included. */
  to: string[];
  subject: string;
  text: string;
  html: string;
  /** ISO, from the message; the time of arrival where it has none. */
  date: string;
  /** Names in lower case; of a repeated header the last. */
  headers: Record<string, string>;
  attachments: string[];
}

const KEPT_MESSAGES = 500;

export class Inbox {
  #messages: ReceivedMessage[] = [];
  #lastId = 0;

  /** Oldest first. */
  get messages(): readonly ReceivedMessage[] {
    return this.#messages;
  }

  get(id: number): ReceivedMessage | undefined {
    return this.#messages.find((message) => message.id === id);
  }

  async receive(raw: Buffer, recipients: string[]): Promise<void> {
    const email = await PostalMime.parse(raw);
    this.#lastId += 1;
    this.#messages.push({ id: this.#lastId, to: recipients, ...contentOf(email) });
    this.#messages = this.#messages.slice(-KEPT_MESSAGES);
  }

  clear(): void {
    this.#messages = [];
  }
}

function contentOf(email: Email): Omit<ReceivedMessage, 'id' | 'to'> {
  return {
    from: addressOf(email.from),
    subject: email.subject ?? '',
    text: email.text ?? '',
    html: email.html ?? '',
    date: email.date ?? new Date().toISOString(),
    headers: Object.fromEntries(email.headers.map(({ key, value }) => [key, value])),
    attachments: email.attachments.map(({ filename, mimeType }) => filename ?? mimeType),
  };
}

function addressOf(address: Address | undefined): string {
  return address?.address ?? address?.name ?? '';
}
