import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Discussion } from '../../client/discussion/index.ts';
import type { Connection, Uploads } from '../../client/index.ts';
import type { DocumentProblem } from '../../content/index.ts';
import {
  CollabEditor,
  type EditorHandle,
  useConnection,
  useDiscussion,
  useObservable,
  useReady,
  useSelected,
  useUploads,
} from '../../document/index.ts';
import { SavedState } from '../../panels/saved/SavedState.tsx';
import { type DocumentSummary, isWriter } from '../../protocol/index.ts';
import { useToast } from '../../ui/Toasts.tsx';
import { useRenewedName, useToken } from '../access/use-token.ts';
import { blockLink, serviceUrl, threadIn, threadLink } from '../address.ts';
import { WhoWrote } from '../history/WhoWrote.tsx';
import { transportHere } from '../transport.ts';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { useDirectory } from './directory.ts';
import { knownTitle } from './known-documents.ts';
import { GoneNotice } from './notices.tsx';
import { PageSkeleton, TextSkeleton } from './PageSkeleton.tsx';
import { TitleField } from './TitleField.tsx';
import { TopBar } from './TopBar.tsx';
import { useFollowDocument, useReopenRestored } from './use-follow-document.ts';
import { useLinkedBlock } from './use-linked-block.ts';
import { useTitle } from './use-title.ts';

export interface OpenDocumentProps {
  readonly id: string;
  /** Undefined while the server can't be asked. */
  readonly document: DocumentSummary | undefined;
  /** There is something to show, for the first time. */
  onReady(): void;
}

export const OpenDocument = ({ id, document, onReady }: OpenDocumentProps) => {
  const token = useToken(id);
  const connection = useConnection({ url: serviceUrl, documentId: id, token, transport: transportHere() });
  const uploads = useUploads({ url: serviceUrl, documentId: id, token });
  const discussion = useDiscussion({ url: serviceUrl, token, connection });
  if (connection === null || uploads === null || discussion === null) return <PageSkeleton />;
  return <ConnectedDocument {...{ connection, uploads, discussion, document, onReady }} />;
};

interface ConnectedProps extends Omit<OpenDocumentProps, 'id'> {
  readonly connection: Connection;
  readonly uploads: Uploads;
  readonly discussion: Discussion;
}

const ConnectedDocument = ({ connection, uploads, discussion, document, onReady }: ConnectedProps) => {
  const { t } = useTranslation();
  const id = connection.documentId;
  const role = useObservable(connection.role);
  const ready = useReady(connection);
  const linkedBlock = useLinkedBlock();
  const linkedThread = threadIn(linkedBlock);
  const text = useRef<EditorHandle>(null);
  const [asked, setAsked] = useState<ReadonlyMap<number, number> | null>(null);
  const directory = useDirectory();
  const titleField = useRef<HTMLTextAreaElement>(null);
  const mayWrite = role === null || isWriter(role);

  const title = useTitle(id, document?.title ?? knownTitle(id));
  const isOffline = useSelected(connection.saved, ({ state }) => state === 'offline');
  useFollowDocument(connection);
  useRenewedName(connection);
  useReopenRestored(connection, document);
  useEffect(() => {
    if (ready) onReady();
  }, [ready, onReady]);
  useFocusOnNew(ready, document, titleField);

  const toast = useToast();
  const onProblem = ({ kind, message, cause }: DocumentProblem): void => {
    // A fault of ours: it belongs where faults are looked for, and the writer is told if a change may be gone.
    reportError(new Error(message, { cause }));
    if (kind === 'failure') toast({ tone: 'danger', text: t('editor.mended') });
  };

  const heading = title.title || t('home.untitled');
  return (
    <>
      <TopBar
        connection={connection}
        discussion={discussion}
        title={heading}
        titleField={titleField}
        saved={
          <SavedState connection={connection} uploads={uploads} titleUnsaved={title.unsaved} mayWrite={mayWrite} />
        }
        onFind={() => text.current?.openFind()}
        onShortcuts={() => text.current?.showShortcuts()}
        onWhoWrote={() => setAsked(text.current?.clientsSelected() ?? null)}
      />
      <WhoWrote documentId={id} awareness={connection.awareness} clients={asked} onClose={() => setAsked(null)} />
      <main>
        {!ready && isOffline ? (
          <GoneNotice />
        ) : (
          <CollabEditor
            connection={connection}
            uploads={uploads}
            handle={text}
            directory={directory}
            label={t('editor.labelNamed', { title: heading })}
            onProblem={onProblem}
            blockLink={(blockId) => blockLink(id, blockId)}
            linkedBlock={linkedThread === null ? linkedBlock : null}
            discussion={discussion}
            threadLink={(threadId) => threadLink(id, threadId)}
            linkedThread={linkedThread}
            fallback={<TextSkeleton />}
          >
            <ConnectionBanner connection={connection} />
            <TitleField
              field={titleField}
              title={title.title}
              readOnly={!mayWrite || document === undefined}
              refused={title.refused}
              theirs={title.theirs}
              onTakeTheirs={title.takeTheirs}
              onChange={title.change}
              onDone={title.flush}
              onEnter={() => text.current?.focusStart()}
            />
          </CollabEditor>
        )}
      </main>
    </>
  );
};

/** A document without a title and just made asks for one first. */
const useFocusOnNew = (
  ready: boolean,
  document: DocumentSummary | undefined,
  field: React.RefObject<HTMLTextAreaElement | null>,
): void => {
  const [fresh] = useState(() => document?.title === '' && document.createdAt === document.changedAt);
  useEffect(() => {
    if (ready && fresh) field.current?.focus();
  }, [ready, fresh, field]);
};
