export type {
  AccessInfo,
  AssetLimits,
  CreateDocument,
  CreateLink,
  DocumentKind,
  DocumentList,
  DocumentSummary,
  EnterLink,
  Excerpt,
  HostEntry,
  HttpSessionAnswer,
  LinkEntry,
  LinkInvitation,
  LinkList,
  LinkSummary,
  Problem,
  RenameDocument,
  SearchResult,
  SearchResults,
  StoredAsset,
} from './api.ts';
export { ASSET_EVENT, isAssetHash, PROTOCOLS_HEADER, QUERY_LIMIT, RENAMED_EVENT, TITLE_LIMIT } from './api.ts';
export type {
  ChangedWords,
  CommentSummary,
  CommentTarget,
  MentionedPerson,
  MessageEvent,
  MessageList,
  NewCommentTarget,
  NewThreadBody,
  NewWords,
  Speaker,
  TextPlace,
  ThreadEvent,
  ThreadList,
  ThreadSummary,
} from './comments.ts';
export { MESSAGE_EVENT, PERSON_HEADER, QUOTE_LIMIT, THREAD_EVENT, WORDS_LIMIT } from './comments.ts';
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
