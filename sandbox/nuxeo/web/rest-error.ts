/** A failure with the status and the message that Nuxeo gives it. Messages of 500 and above are hidden on the way out. */
export class RestError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The kind of page that `sendError` makes, instead of JSON. */
export class HtmlError extends RestError {
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(status, message);
    this.headers = headers;
  }
}

/** No body at all. */
export class EmptyError extends RestError {
  constructor(status: number) {
    super(status, '');
  }
}

/** Plain text in the place of the usual JSON. */
export class TextError extends RestError {}
