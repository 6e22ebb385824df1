//! Numbered migrations on `user_version`, each a frozen `.sql` file, all in one transaction.

use rusqlite::Connection;

use crate::error::StoreError;

/// All migrations, in order; the first has number 1.
pub(crate) const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001.sql"),
    include_str!("../../migrations/0002.sql"),
    include_str!("../../migrations/0003.sql"),
    include_str!("../../migrations/0004.sql"),
    include_str!("../../migrations/0005.sql"),
    include_str!("../../migrations/0006.sql"),
    include_str!("../../migrations/0007.sql"),
];

/// "Ankm": tells our files from other SQLite files (sqlite.org/pragma.html#pragma_application_id).
pub(crate) const APPLICATION_ID: i32 = 0x416E_6B6D;

/// The file's version: how many migrations it has seen.
pub(crate) fn version(db: &Connection) -> Result<i64, StoreError> {
    Ok(db.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// The newest version that these migrations make.
pub(crate) fn newest(migrations: &[&str]) -> i64 {
    i64::try_from(migrations.len()).unwrap_or(i64::MAX)
}

/// Brings the file from its version to the newest, all or nothing.
pub(crate) fn migrate(db: &mut Connection, migrations: &[&str]) -> Result<(), StoreError> {
    let transaction = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let from = usize::try_from(version(&transaction)?).map_err(|_| StoreError::Unexpected("a negative version"))?;
    for sql in migrations.iter().skip(from) {
        transaction.execute_batch(sql)?;
    }
    transaction.pragma_update(None, "user_version", newest(migrations))?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.commit()?;
    Ok(())
}
