import { Check, ChevronRight } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { cx } from './cx.ts';
import { MenuLayer } from './layer.tsx';
import styles from './Menu.module.css';

interface MenuProps {
  /** The button that opens it; it brings its own accessible name. */
  readonly trigger: ReactElement;
  readonly align?: 'start' | 'center' | 'end';
  readonly side?: 'top' | 'bottom';
  readonly onCloseAutoFocus?: (event: Event) => void;
  /** Where something else than the button opens it too. */
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  readonly children: ReactNode;
}

/** A menu under a button. Not modal: that would inject a style element, which the page's policy refuses. */
export const Menu = ({
  trigger,
  align = 'end',
  side = 'bottom',
  onCloseAutoFocus,
  open,
  onOpenChange,
  children,
}: MenuProps) => (
  <Radix.Root
    modal={false}
    {...(open === undefined ? {} : { open })}
    {...(onOpenChange === undefined ? {} : { onOpenChange })}
  >
    <Radix.Trigger asChild>{trigger}</Radix.Trigger>
    <MenuLayer>
      <Radix.Content
        className={styles.menu}
        align={align}
        side={side}
        sideOffset={6}
        collisionPadding={8}
        {...(onCloseAutoFocus === undefined ? {} : { onCloseAutoFocus })}
      >
        {children}
      </Radix.Content>
    </MenuLayer>
  </Radix.Root>
);

interface ItemProps extends ComponentProps<typeof Radix.Item> {
  readonly icon?: ReactNode;
  readonly keys?: string | undefined;
  readonly danger?: boolean;
}

export const MenuItem = ({ icon, keys, danger, children, ...rest }: ItemProps) => (
  <Radix.Item className={cx(styles.item, danger && styles.danger)} {...rest}>
    {icon !== undefined && <span className={styles.icon}>{icon}</span>}
    <span className={styles.text}>{children}</span>
    {keys !== undefined && <kbd className={styles.keys}>{keys}</kbd>}
  </Radix.Item>
);

interface CheckProps {
  readonly checked: boolean;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
  onSelect(): void;
}

/** What is on or off. */
export const MenuCheck = ({ checked, icon, children, onSelect }: CheckProps) => (
  <Radix.CheckboxItem className={styles.item} checked={checked} onSelect={onSelect}>
    {icon !== undefined && <span className={styles.icon}>{icon}</span>}
    <span className={styles.text}>{children}</span>
    <Radix.ItemIndicator className={styles.check}>
      <Check size={15} aria-hidden />
    </Radix.ItemIndicator>
  </Radix.CheckboxItem>
);

/** A link as a menu item, so that it opens as links do. */
export const MenuLink = ({
  icon,
  children,
  ...rest
}: ComponentProps<'a'> & { readonly icon?: ReactNode; readonly children: ReactNode }) => (
  <Radix.Item asChild className={styles.item}>
    <a {...rest}>
      {icon !== undefined && <span className={styles.icon}>{icon}</span>}
      <span className={styles.text}>{children}</span>
    </a>
  </Radix.Item>
);

interface SubmenuProps {
  readonly icon?: ReactNode;
  readonly label: string;
  readonly children: ReactNode;
}

/** Pixels beside the menu it belongs to; a phone has less room there, and it lies over that one's edge. */
const submenuOffset = (): number => (matchMedia('(max-width: 640px)').matches ? -32 : 4);

/** A menu within a menu, beside its item. */
export const Submenu = ({ icon, label, children }: SubmenuProps) => (
  <Radix.Sub>
    <Radix.SubTrigger className={styles.item}>
      {icon !== undefined && <span className={styles.icon}>{icon}</span>}
      <span className={styles.text}>{label}</span>
      <ChevronRight size={15} className={styles.icon} aria-hidden />
    </Radix.SubTrigger>
    <MenuLayer>
      <Radix.SubContent className={styles.menu} sideOffset={submenuOffset()} alignOffset={-5} collisionPadding={8}>
        {children}
      </Radix.SubContent>
    </MenuLayer>
  </Radix.Sub>
);

interface SwatchesProps<Value extends string> {
  readonly label: string;
  readonly value: Value | null;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly swatch: ReactNode }[];
  onChange(value: Value): void;
}

/** One of several that are seen at a glance, in a grid with a heading. */
export const MenuSwatches = <Value extends string>({ label, value, options, onChange }: SwatchesProps<Value>) => (
  <>
    <Radix.Label className={styles.label}>{label}</Radix.Label>
    <Radix.RadioGroup className={styles.swatches} value={value ?? ''} aria-label={label}>
      {options.map((option) => (
        <Radix.RadioItem
          key={option.value}
          value={option.value}
          className={styles.swatch}
          aria-label={option.label}
          title={option.label}
          onSelect={() => onChange(option.value)}
        >
          {option.swatch}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  </>
);

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly icon?: ReactNode }[];
  onChange(value: Value): void;
}

/** One of several, with a heading. */
export const MenuChoice = <Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>) => (
  <>
    <Radix.Label className={styles.label}>{label}</Radix.Label>
    <Radix.RadioGroup
      value={value}
      onValueChange={(next) => {
        const option = options.find((each) => each.value === next);
        if (option !== undefined) onChange(option.value);
      }}
    >
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={styles.item}>
          {option.icon !== undefined && <span className={styles.icon}>{option.icon}</span>}
          <span className={styles.text}>{option.label}</span>
          <Radix.ItemIndicator className={styles.check}>
            <Check size={15} aria-hidden />
          </Radix.ItemIndicator>
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  </>
);

/** Names the items below it. */
export const MenuLabel = ({ children }: { readonly children: ReactNode }) => (
  <Radix.Label className={styles.label}>{children}</Radix.Label>
);

export const MenuSeparator = () => <Radix.Separator className={styles.separator} />;
