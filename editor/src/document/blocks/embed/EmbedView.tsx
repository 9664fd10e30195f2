import { useLexicalComposerContext } from '@lexical/react/LexicalComposerContext';
import { useLexicalEditable } from '@lexical/react/useLexicalEditable';
import { useLexicalNodeSelection } from '@lexical/react/useLexicalNodeSelection';
import { $getNodeByKey, type NodeKey } from 'lexical';
import { ExternalLink, Globe, Play } from 'lucide-react';
import { type CSSProperties, type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Embed, embedOf } from '../../../content/embeds.ts';
import { shortAddress, toAddress } from '../../../content/link-address.ts';
import { $isEmbedNode } from '../../../content/nodes/embed.ts';
import { Button } from '../../../ui/Button.tsx';
import { cx } from '../../../ui/cx.ts';
import { focusBehind } from '../../assets/focus-text.ts';
import styles from './EmbedView.module.css';

interface EmbedViewProps {
  readonly nodeKey: NodeKey;
  readonly url: string;
}

/** A page of another site: its frame once the reader asked for it, a card that links to it, or a field for its address. */
export const EmbedView = ({ nodeKey, url }: EmbedViewProps) => {
  const { t } = useTranslation();
  const editable = useLexicalEditable();
  const [selected, select, clear] = useLexicalNodeSelection(nodeKey);
  const embed = embedOf(url);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: by keyboard it is chosen with the arrows.
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above.
    <div
      className={cx(styles.embed, selected && styles.selected)}
      onClick={({ target }) => {
        if (target instanceof Element && target.closest('a, button, input') !== null) return;
        clear();
        select(true);
      }}
    >
      {url === '' &&
        (editable ? <AddressForm nodeKey={nodeKey} /> : <p className={styles.empty}>{t('embed.empty')}</p>)}
      {url !== '' && (embed === null ? <LinkCard url={url} /> : <Framed embed={embed} url={url} />)}
    </div>
  );
};

const LinkCard = ({ url }: { readonly url: string }) => (
  <a className={styles.card} href={url} target="_blank" rel="noopener noreferrer">
    <Globe size={18} aria-hidden />
    <span className={styles.host}>{new URL(url).hostname.replace(/^www\./, '')}</span>
    <span className={styles.address}>{shortAddress(url)}</span>
    <ExternalLink size={15} aria-hidden />
  </a>
);

/** What a frame may do: run and sign in as its own site, open links in tabs of their own; never steer this page. */
const SANDBOX =
  'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-forms allow-presentation';

const Framed = ({ embed: { provider, source }, url }: { readonly embed: Embed; readonly url: string }) => {
  const { t } = useTranslation();
  const [shown, setShown] = useState<string | null>(null);
  const shape: CSSProperties =
    'ratio' in provider.shape ? { aspectRatio: provider.shape.ratio } : { height: provider.shape.height };
  const { name } = provider;
  return (
    <figure className={styles.figure}>
      <div className={styles.frame} style={shape}>
        {shown === source ? (
          <iframe
            className={styles.page}
            src={source}
            title={t('embed.frame', { name, address: shortAddress(url) })}
            sandbox={SANDBOX}
            allow="fullscreen; encrypted-media; picture-in-picture"
            allowFullScreen
            // Some players refuse a page that doesn't say which site it is; the address of the document stays here.
            referrerPolicy="strict-origin-when-cross-origin"
          />
        ) : (
          <button type="button" className={styles.load} onClick={() => setShown(source)}>
            <span className={styles.play}>
              <Play size={20} aria-hidden />
            </span>
            <span className={styles.name}>{t('embed.load', { name })}</span>
            <span className={styles.hint}>{t('embed.privacy', { name })}</span>
          </button>
        )}
      </div>
      <figcaption className={styles.caption}>
        <a href={url} target="_blank" rel="noopener noreferrer">
          {shortAddress(url)}
        </a>
      </figcaption>
    </figure>
  );
};

const AddressForm = ({ nodeKey }: { readonly nodeKey: NodeKey }) => {
  const { t } = useTranslation();
  const [editor] = useLexicalComposerContext();
  const [refused, setRefused] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get('address');
    const address = typeof typed === 'string' ? toAddress(typed) : null;
    if (address === null || !/^https?:/i.test(address)) {
      setRefused(true);
      return;
    }
    editor.update(() => {
      const node = $getNodeByKey(nodeKey);
      if ($isEmbedNode(node)) node.setUrl(address);
    });
    focusBehind(editor, nodeKey);
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <input
        ref={(field) => field?.focus()}
        className={styles.field}
        name="address"
        inputMode="url"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        aria-label={t('embed.address')}
        aria-invalid={refused}
        placeholder={t('embed.placeholder')}
        onChange={() => setRefused(false)}
        onKeyDown={(event) => {
          // Keys of the field aren't the text's.
          event.stopPropagation();
          if (event.key === 'Escape') focusBehind(editor, nodeKey);
        }}
      />
      <Button look="primary" type="submit">
        {t('embed.apply')}
      </Button>
      {refused && (
        <p className={styles.refused} role="alert">
          {t('embed.refused')}
        </p>
      )}
    </form>
  );
};
