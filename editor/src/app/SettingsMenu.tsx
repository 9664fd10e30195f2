import { useQueryClient } from '@tanstack/react-query';
import { KeyRound, LogOut, Monitor, Moon, Settings2, Sun } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../ui/IconButton.tsx';
import { setLanguage } from '../ui/i18n/index.ts';
import { LANGUAGES, type Language, pickLanguage } from '../ui/i18n/languages.ts';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui/Menu.tsx';
import { setTheme, THEMES, useTheme } from '../ui/theme.ts';
import { ApiKeys } from './access/ApiKeys.tsx';
import { signOut, useIsHost } from './access/credentials.ts';
import { chooseTransport, chosenTransport, TRANSPORTS } from './transport.ts';

const THEME_ICONS = {
  light: <Sun size={16} aria-hidden />,
  dark: <Moon size={16} aria-hidden />,
  system: <Monitor size={16} aria-hidden />,
};

/** Theme and language, remembered by the browser, and for whoever hosts the service its API keys. */
export const SettingsMenu = () => {
  const { t } = useTranslation();
  const [isKeysOpen, setKeysOpen] = useState(false);
  return (
    <>
      <Menu
        trigger={
          <IconButton label={t('settings.open')}>
            <Settings2 size={18} aria-hidden />
          </IconButton>
        }
      >
        <SettingsItems onKeys={() => setKeysOpen(true)} />
      </Menu>
      <ApiKeys open={isKeysOpen} onClose={() => setKeysOpen(false)} />
    </>
  );
};

/** For a menu that holds other things too; `onKeys` shows the keys of programs, where there is a place for them. */
export const SettingsItems = ({ onKeys }: { onKeys?(): void }) => {
  const { t, i18n } = useTranslation();
  const theme = useTheme();
  const isHost = useIsHost();
  const client = useQueryClient();
  const [transport, setTransport] = useState(chosenTransport);
  const leave = (): void => {
    signOut();
    void client.resetQueries();
  };
  return (
    <>
      <MenuChoice
        label={t('settings.theme')}
        value={theme}
        options={THEMES.map((value) => ({ value, label: t(`settings.${value}`), icon: THEME_ICONS[value] }))}
        onChange={setTheme}
      />
      <MenuSeparator />
      <MenuChoice
        label={t('settings.language')}
        value={pickLanguage([i18n.language])}
        options={(Object.keys(LANGUAGES) as Language[]).map((value) => ({ value, label: LANGUAGES[value] }))}
        onChange={setLanguage}
      />
      <MenuSeparator />
      <MenuChoice
        label={t('settings.transport')}
        value={transport}
        options={TRANSPORTS.map((value) => ({ value, label: t(`settings.transport_${value}`) }))}
        onChange={(value) => {
          chooseTransport(value);
          setTransport(value);
        }}
      />
      {isHost && (
        <>
          <MenuSeparator />
          {onKeys && (
            <MenuItem icon={<KeyRound size={16} />} onSelect={onKeys}>
              {t('keys.open')}
            </MenuItem>
          )}
          <MenuItem icon={<LogOut size={16} />} onSelect={leave}>
            {t('access.signOut')}
          </MenuItem>
        </>
      )}
    </>
  );
};
