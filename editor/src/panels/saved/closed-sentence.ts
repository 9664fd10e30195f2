import { CloseCode } from '../../protocol/index.ts';

/** The key of the sentence that says what a final close means and what to do. */
export const closedSentence = (code: number) => {
  switch (code) {
    case CloseCode.badFrame:
      return 'closed.badFrame';
    case CloseCode.unauthorized:
      return 'closed.unauthorized';
    case CloseCode.forbidden:
      return 'closed.forbidden';
    case CloseCode.badDocumentId:
      return 'closed.badDocumentId';
    case CloseCode.deleted:
      return 'closed.deleted';
    case CloseCode.tooLarge:
      return 'closed.tooLarge';
    case CloseCode.corrupt:
      return 'closed.corrupt';
    case CloseCode.tooManyRequests:
      return 'closed.tooManyRequests';
    default:
      return 'closed.other';
  }
};
