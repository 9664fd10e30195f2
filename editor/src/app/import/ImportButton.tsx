import { FileUp } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';

const ACCEPTED =
  '.excalidraw,.md,.markdown,.mdown,.mkd,.html,.htm,.xhtml,.txt,.text,text/markdown,text/html,text/plain';

/** Chooses files to make documents of. */
export const ImportButton = ({ onFiles }: { onFiles(files: readonly File[]): void }) => {
  const { t } = useTranslation();
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <Tooltip label={t('exchange.importHint')}>
        <Button onClick={() => chooser.current?.click()}>
          <FileUp size={16} aria-hidden />
          {t('exchange.import')}
        </Button>
      </Tooltip>
      <input
        ref={chooser}
        type="file"
        hidden
        multiple
        accept={ACCEPTED}
        data-testid="import-chooser"
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file may be chosen again.
          event.target.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
};
