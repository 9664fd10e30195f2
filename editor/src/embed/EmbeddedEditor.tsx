import type { AnyLexicalExtensionArgument, Klass, LexicalNode } from 'lexical';
import { type ReactNode, type Ref, useState } from 'react';
import type { Assets, Connection } from '../client/index.ts';
import type { NodeFormat } from '../content/formats/index.ts';
import type { DocumentProblem } from '../content/index.ts';
import { ownNodes } from '../document/clipboard/own-formats.ts';
import { EditorSurface } from '../document/EditorSurface.tsx';
import {
  type Directory,
  type EditorHandle,
  useConnection,
  useDiscussion,
  useObservable,
  useReady,
  useUploads,
} from '../document/index.ts';
import { colorFor, useIdentity } from '../panels/identity.ts';
import { useOwnPresence } from '../panels/own-presence.ts';
import { isDocumentId, isWriter } from '../protocol/index.ts';
import styles from './EmbeddedEditor.module.css';
import type { EmbeddedListeners, EmbeddedTarget } from './embedding.ts';
import { Header } from './Header.tsx';
import { Banner, ImpossibleId, Obstacle, Waiting } from './Obstacle.tsx';
import { type LookProps, Scope } from './Scope.tsx';
import { useListeners } from './use-listeners.ts';
import { useStableToken } from './use-stable-token.ts';

export interface CollabEditorProps extends EmbeddedTarget, EmbeddedListeners, LookProps {
  /** What the editor noticed and mended. Without it, it goes where uncaught errors go. */
  readonly onProblem?: ((problem: DocumentProblem) => void) | undefined;
  /** Reads, whatever the role allows. */
  readonly readOnly?: boolean | undefined;
  /** The row with the saved state and who is here. Default: shown. */
  readonly header?: boolean | undefined;
  /** Comments and chat, with their buttons in the header. Default: shown. */
  readonly comments?: boolean | undefined;
  /** The formatting tools. Default: shown to who may write. */
  readonly toolbar?: boolean | undefined;
  /** Accessible name of the text. */
  readonly label?: string | undefined;
  /** Lexical nodes of your own, beside the document's. The server keeps them as they are, and exports them where it is given the same (`--nodes`). Taken as they are at first. */
  readonly nodes?: readonly Klass<LexicalNode>[] | undefined;
  /** How your nodes are copied to, and pasted from, where others know HTML or Markdown: the `formats` of the module that the server is given. Taken as they are at first. */
  readonly formats?: readonly NodeFormat[] | undefined;
  /** Lexical extensions of your own: nodes, commands, keys. Taken as they are at first. */
  readonly extensions?: readonly AnyLexicalExtensionArgument[] | undefined;
  /** React plugins of the editor: they find it by `useLexicalComposerContext`. */
  readonly plugins?: ReactNode;
  /** Between the toolbar and the text, such as a title. */
  readonly children?: ReactNode;
  /** While there is nothing to show. */
  readonly fallback?: ReactNode;
  /** Where pictures and files are kept; the service itself unless told. It has to stay the same object. */
  readonly assets?: Assets | undefined;
  /** Documents that the text can lead to; none unless told. */
  readonly directory?: Directory | undefined;
  readonly handle?: Ref<EditorHandle> | undefined;
}

/** A document to write in together, in a page of yours. */
export const CollabEditor = ({ theme, language, className, style, ...props }: CollabEditorProps) => (
  <Scope theme={theme} language={language} className={className} style={style}>
    {isDocumentId(props.documentId) ? <Opened {...props} /> : <ImpossibleId id={props.documentId} />}
  </Scope>
);

type OpenedProps = Omit<CollabEditorProps, keyof LookProps>;

const Opened = ({ token, ...props }: OpenedProps) => {
  const { url, documentId, user, transport, offline, assets } = props;
  const stable = useStableToken(token);
  const connection = useConnection({
    url,
    documentId,
    kind: 'document',
    token: stable,
    transport,
    offline,
    userId: user?.id,
  });
  const uploads = useUploads({ url, documentId, token: stable, assets, userId: user?.id });
  const discussion = useDiscussion({
    url,
    token: stable,
    connection: props.comments === false ? null : connection,
    person: user && { ...user, color: user.color ?? colorFor(user.id) },
  });
  if (connection === null || uploads === null) return props.fallback ?? <Waiting />;
  return (
    <Surface
      key={connection.doc.guid}
      {...props}
      connection={connection}
      uploads={uploads}
      discussion={discussion}
      isGuest={user === undefined && token === undefined}
    />
  );
};

interface ConnectedProps extends Omit<OpenedProps, 'token'> {
  readonly connection: Connection;
  readonly uploads: NonNullable<ReturnType<typeof useUploads>>;
  readonly discussion: ReturnType<typeof useDiscussion>;
  /** Whether this is somebody of whom nothing is known. */
  readonly isGuest: boolean;
}

const Surface = ({
  connection,
  uploads,
  discussion,
  isGuest,
  user,
  header = true,
  toolbar = true,
  ...props
}: ConnectedProps) => {
  const ready = useReady(connection);
  const guest = useIdentity();
  const role = useObservable(connection.role);
  const extensions = useOwnExtensions(props);
  useOwnPresence(
    connection,
    user === undefined
      ? guest
      : { ...user, color: user.color ?? colorFor(user.id), picks: user.color === undefined ? 0 : 1 },
  );
  useListeners(connection, ready, props);
  const mayWrite = (role === null || isWriter(role)) && props.readOnly !== true;
  return (
    <div className={styles.editor}>
      {header && <Header {...{ connection, uploads, discussion, mayWrite }} mayChangeName={isGuest} />}
      <EditorSurface
        connection={connection}
        uploads={uploads}
        discussion={discussion}
        extensions={extensions}
        plugins={props.plugins}
        readOnly={props.readOnly ?? false}
        hideToolbar={!toolbar}
        fallback={<Obstacle connection={connection} waiting={props.fallback ?? <Waiting />} />}
        onProblem={props.onProblem ?? report}
        {...(props.label === undefined ? {} : { label: props.label })}
        {...(props.directory === undefined ? {} : { directory: props.directory })}
        {...(props.handle === undefined ? {} : { handle: props.handle })}
      >
        {ready && <Banner connection={connection} />}
        {props.children}
      </EditorSurface>
    </div>
  );
};

const report = ({ message, cause }: DocumentProblem): void => reportError(new Error(message, { cause }));

const useOwnExtensions = ({
  nodes = [],
  formats = [],
  extensions = [],
}: Pick<CollabEditorProps, 'nodes' | 'formats' | 'extensions'>): readonly AnyLexicalExtensionArgument[] => {
  const [own] = useState(() => [
    ...(nodes.length === 0 && formats.length === 0 ? [] : [ownNodes(nodes, formats)]),
    ...extensions,
  ]);
  return own;
};
