//! Licence expressions of SPDX: `MIT OR (Apache-2.0 WITH LLVM-exception AND BSD-3-Clause)`.

/// Whether `expression` can be met by licences that `allowed` takes. A licence `WITH` an exception is asked for as a
/// whole. `/` is the old way of writing `OR`.
///
/// # Errors
/// What is wrong with an expression that cannot be read.
pub(crate) fn holds(expression: &str, allowed: impl Fn(&str) -> bool) -> Result<bool, String> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut reader = Reader { words: &words, allowed: &allowed };
    let holds = reader.any()?;
    match reader.words {
        [] => Ok(holds),
        [word, ..] => Err(format!("`{word}` was not expected")),
    }
}

struct Reader<'a> {
    words: &'a [&'a str],
    allowed: &'a dyn Fn(&str) -> bool,
}

impl<'a> Reader<'a> {
    fn any(&mut self) -> Result<bool, String> {
        let mut holds = self.all()?;
        while self.took("OR") {
            holds |= self.all()?;
        }
        Ok(holds)
    }

    fn all(&mut self) -> Result<bool, String> {
        let mut holds = self.one()?;
        while self.took("AND") {
            holds &= self.one()?;
        }
        Ok(holds)
    }

    fn one(&mut self) -> Result<bool, String> {
        if self.took("(") {
            let holds = self.any()?;
            return if self.took(")") { Ok(holds) } else { Err("a bracket is not closed".to_owned()) };
        }
        let licence = self.name()?;
        if self.took("WITH") {
            let exception = self.name()?;
            return Ok((self.allowed)(&format!("{licence} WITH {exception}")));
        }
        Ok((self.allowed)(licence))
    }

    fn name(&mut self) -> Result<&'a str, String> {
        match self.words {
            [word, rest @ ..] if !matches!(*word, "AND" | "OR" | "WITH" | "(" | ")") => {
                self.words = rest;
                Ok(word)
            }
            [word, ..] => Err(format!("`{word}` where a licence should be")),
            [] => Err("it ends where a licence should be".to_owned()),
        }
    }

    fn took(&mut self, wanted: &str) -> bool {
        let took = self.words.first() == Some(&wanted);
        if took {
            self.words = &self.words[1..];
        }
        took
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_met_as_spdx_says() {
        let good = ["MIT", "ISC", "Apache-2.0 WITH LLVM-exception"];
        let check = |expression: &str, expected: Result<bool, ()>| {
            let got = holds(expression, |licence| good.contains(&licence)).map_err(|_| ());
            assert_eq!(got, expected, "for `{expression}`");
        };
        check("MIT", Ok(true));
        check("GPL-3.0-only", Ok(false));
        check("GPL-3.0-only OR MIT", Ok(true));
        check("MIT/GPL-2.0", Ok(true));
        check("MIT AND GPL-3.0-only", Ok(false));
        check("GPL-3.0-only AND MIT OR ISC", Ok(true));
        check("GPL-3.0-only AND (MIT OR ISC)", Ok(false));
        check("(MIT OR Zlib) AND (ISC OR Zlib)", Ok(true));
        check("Apache-2.0 WITH LLVM-exception", Ok(true));
        check("Apache-2.0", Ok(false));
        check("MIT WITH LLVM-exception", Ok(false));
        for broken in ["", "MIT OR", "AND MIT", "(MIT", "MIT)", "MIT ISC", "MIT WITH"] {
            check(broken, Err(()));
        }
    }
}
