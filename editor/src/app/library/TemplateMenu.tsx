import { ChevronDown, LayoutTemplate } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { IconButton } from '../../ui/IconButton.tsx';
import { i18n } from '../../ui/i18n/index.ts';
import { pickLanguage } from '../../ui/i18n/languages.ts';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../ui/Menu.tsx';
import { useToast } from '../../ui/Toasts.tsx';
import { documentPath } from '../address.ts';
import { BUILT_IN_TEMPLATES, templateText } from './built-in-templates.ts';
import { useDuplicate, useMakeFrom, useShelf } from './queries.ts';

/** Makes a document from a template: one of the house's, once these may be listed, or one that comes with it. */
export const TemplateMenu = ({ mayList }: { readonly mayList: boolean }) => {
  const { t } = useTranslation();
  const toast = useToast();
  const [, navigate] = useLocation();
  const own = useShelf({ name: 'templates' }, mayList).data?.pages.flatMap(({ documents }) => documents) ?? [];
  const { mutateAsync: duplicate } = useDuplicate();
  const { mutateAsync: makeFrom } = useMakeFrom();

  const open = (made: Promise<{ readonly id: string }>): void => {
    made.then(
      ({ id }) => navigate(documentPath(id)),
      (error: Error) => toast({ tone: 'danger', text: `${t('home.createFailed')} ${error.message}` }),
    );
  };

  return (
    <Menu
      trigger={
        <IconButton label={t('library.fromTemplate')}>
          <ChevronDown size={17} aria-hidden />
        </IconButton>
      }
    >
      {own.length > 0 && <MenuLabel>{t('library.ownTemplates')}</MenuLabel>}
      {own.map(({ id, title }) => (
        <MenuItem key={id} icon={<LayoutTemplate size={16} />} onSelect={() => open(duplicate({ id, title }))}>
          {title || t('home.untitled')}
        </MenuItem>
      ))}
      {own.length > 0 && <MenuSeparator />}
      <MenuLabel>{t('library.builtInTemplates')}</MenuLabel>
      {BUILT_IN_TEMPLATES.map((template) => (
        <MenuItem
          key={template}
          icon={<LayoutTemplate size={16} />}
          onSelect={() => {
            const markdown = templateText(template, pickLanguage([i18n.language]));
            open(makeFrom({ title: t(`library.${template}`), markdown }));
          }}
        >
          {t(`library.${template}`)}
        </MenuItem>
      ))}
    </Menu>
  );
};
