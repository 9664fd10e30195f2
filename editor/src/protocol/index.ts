export type {
  AccessInfo,
  AssetLimits,
  CreateDocument,
  CreateLink,
  DocumentKind,
  DocumentList,
  DocumentSummary,
  EnterLink,
  HostEntry,
  HttpSessionAnswer,
  LinkEntry,
  LinkInvitation,
  LinkList,
  LinkSummary,
  Problem,
  RenameDocument,
  StoredAsset,
} from './api.ts';
export { ASSET_EVENT, isAssetHash, PROTOCOLS_HEADER, RENAMED_EVENT, TITLE_LIMIT } from './api.ts';
export type { EventMessage, Message } from './extensions.ts';
export {
  decodeEvent,
  decodeRole,
  decodeSaved,
  decodeToken,
  encodeEvent,
  encodeRole,
  encodeSaved,
  encodeToken,
  encodeTokenRequest,
} from './extensions.ts';
export type { Role } from './messages.ts';
export {
  BEARER_PROTOCOL,
  CloseCode,
  isColor,
  isDocumentId,
  isRole,
  isWriter,
  MessageType,
  ROLES,
  SUBPROTOCOL,
  SyncType,
} from './messages.ts';
export { MessageTooLargeError, PART_SIZE, PartAssembler, splitMessage } from './parts.ts';
export {
  BINARY,
  type CarriedFrame,
  encodeCloseFrame,
  encodeMessageFrame,
  FrameParser,
  frameHeaderLength,
  writeFrameHeader,
} from './web-socket-frames.ts';
