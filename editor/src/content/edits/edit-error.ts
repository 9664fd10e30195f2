/** An edit can't be made as it was asked for; nothing was changed. The message is a sentence that says what to do. */
export class EditError extends Error {
  /** `missing`: what it is about isn't in the document (any more). `invalid`: what it brings can't be put in. */
  readonly reason: 'invalid' | 'missing';

  constructor(reason: 'invalid' | 'missing', message: string) {
    super(message);
    this.name = 'EditError';
    this.reason = reason;
  }
}
