import { type ComponentProps, type ReactNode, useId } from 'react';
import styles from './Field.module.css';

interface FieldProps {
  readonly label: string;
  /** The control; it gets this id and class. */
  readonly children: (control: { id: string; className: string | undefined }) => ReactNode;
}

/** A control under its label. */
const Field = ({ label, children }: FieldProps) => {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children({ id, className: styles.input })}
    </div>
  );
};

export const TextField = ({ label, ...rest }: ComponentProps<'input'> & { readonly label: string }) => (
  <Field label={label}>{(control) => <input {...control} {...rest} />}</Field>
);

export const SelectField = ({ label, ...rest }: ComponentProps<'select'> & { readonly label: string }) => (
  <Field label={label}>{(control) => <select {...control} {...rest} />}</Field>
);
