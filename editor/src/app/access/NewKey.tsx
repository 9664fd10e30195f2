import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { api, KEY_SCOPES, type KeyScope } from '../api.ts';
import { copyText } from '../copy.ts';
import styles from './ApiKeys.module.css';
import { TextField } from './Field.tsx';
import { useKeyChange } from './keys.ts';
import { endAfter, LastsField } from './LastsField.tsx';
import shared from './Share.module.css';

/** How long a key lasts, days; 0 for one that stays. */
const LIVES = [0, 7, 30, 90, 365] as const;
/** As the service takes them: an id, or a pattern. */
const DOCUMENTS = '[A-Za-z0-9._*\\-]{1,128}';

/** Makes a key, and shows it. */
export const NewKey = () => {
  const { t } = useTranslation();
  const [label, setLabel] = useState('');
  const [documents, setDocuments] = useState('*');
  const [days, setDays] = useState(0);
  const [scopes, setScopes] = useState<ReadonlySet<KeyScope>>(new Set(['write']));
  const creation = useKeyChange(api.addKey);

  const choose = (scope: KeyScope, isChosen: boolean): void =>
    setScopes(new Set(KEY_SCOPES.filter((each) => (each === scope ? isChosen : scopes.has(each)))));
  const create = (): void => {
    const key = { label: label.trim(), scopes: [...scopes], documents, expiresAt: endAfter(days) };
    creation.mutate(key, { onSuccess: () => setLabel('') });
  };

  return (
    <form
      className={shared.form}
      onSubmit={(event) => {
        event.preventDefault();
        create();
      }}
    >
      <TextField
        label={t('keys.label')}
        required
        pattern=".*\S.*"
        maxLength={80}
        placeholder={t('keys.labelPlaceholder')}
        value={label}
        onChange={(event) => setLabel(event.target.value)}
      />
      <LastsField lives={LIVES} days={days} onChange={setDays} />
      <div className={shared.wide}>
        <TextField
          label={t('keys.documents')}
          required
          pattern={DOCUMENTS}
          title={t('keys.documentsHint')}
          value={documents}
          onChange={(event) => setDocuments(event.target.value)}
        />
      </div>
      <fieldset className={styles.scopes}>
        <legend className={styles.legend}>{t('keys.may')}</legend>
        {KEY_SCOPES.map((scope) => (
          <label key={scope} className={styles.scope}>
            <input
              type="checkbox"
              checked={scopes.has(scope)}
              onChange={(event) => choose(scope, event.target.checked)}
            />
            {t(`keys.${scope}`)}
          </label>
        ))}
      </fieldset>
      {creation.isError && (
        <p className={shared.problem} role="alert">
          {creation.error.message}
        </p>
      )}
      <div className={shared.wide}>
        <Button look="primary" type="submit" disabled={creation.isPending || scopes.size === 0}>
          {t('keys.create')}
        </Button>
      </div>
      {creation.data && <MadeKey secret={creation.data.key} />}
    </form>
  );
};

/** Told this once: the service keeps no key as it is. */
const MadeKey = ({ secret }: { readonly secret: string }) => {
  const { t } = useTranslation();
  const toast = useToast();
  return (
    <div className={styles.made} role="status">
      <p>{t('keys.made')}</p>
      <div className={styles.secret}>
        <code data-testid="new-key">{secret}</code>
        <Button
          onClick={async () => {
            const isCopied = await copyText(secret);
            toast(isCopied ? { text: t('keys.copied') } : { tone: 'danger', text: t('keys.notCopied') });
          }}
        >
          <Copy size={16} aria-hidden />
          {t('keys.copy')}
        </Button>
      </div>
    </div>
  );
};
