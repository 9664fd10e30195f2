import { CloseCode } from '@cowrite/editor/protocol';
import type { AccessDeniedError, Grant } from '../access/grant.ts';

/** Why somebody may not come in, as a close code says it. */
export interface Refused {
  readonly code: CloseCode;
  readonly reason: string;
}

export const isRefused = (admitted: Grant | Refused): admitted is Refused => 'code' in admitted;

export const refusalOf = ({ reason, message }: AccessDeniedError): Refused => ({
  code: reason === 'unauthorized' ? CloseCode.unauthorized : CloseCode.forbidden,
  reason: message,
});
