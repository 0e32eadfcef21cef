//! A buffer of output text that moves to an unnamed temporary file when it grows.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

/// As much as is kept in memory, in bytes.
const IN_MEMORY: usize = 256 << 10;

/// Output that cannot be printed yet: in memory while it is short, then in a
/// temporary file that has no name and goes with the program, however it ends.
///
/// Where no such file can be made it stays in memory.
#[derive(Default)]
pub struct SpooledText {
    /// Where the file is, if not where such files usually are.
    folder: Option<PathBuf>,
    memory: Vec<u8>,
    file: Option<BufWriter<File>>,
    /// Whether no file could be had.
    in_memory_only: bool,
}

impl SpooledText {
    /// An empty one whose file will be in this folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self {
            folder: Some(folder.to_owned()),
            ..Self::default()
        }
    }

    /// Writes it out, at most so many lines of it, and tells how many these were.
    ///
    /// # Errors
    /// When reading the temporary file or writing fails.
    pub fn copy_lines(mut self, out: &mut dyn Write, mut most: u64) -> io::Result<u64> {
        let mut lines = 0;
        let mut copy = |from: &mut dyn BufRead| -> io::Result<()> {
            let mut line = Vec::new();
            while most > 0 && from.read_until(b'\n', &mut line)? > 0 {
                out.write_all(&line)?;
                line.clear();
                most -= 1;
                lines += 1;
            }
            Ok(())
        };
        if let Some(file) = self.file.take() {
            copy(&mut self.rewound(file)?)?;
        }
        copy(&mut &self.memory[..])?;
        Ok(lines)
    }

    /// Writes it out.
    ///
    /// # Errors
    /// As [`SpooledText::copy_lines`].
    pub fn copy(mut self, out: &mut dyn Write) -> io::Result<()> {
        if let Some(file) = self.file.take() {
            io::copy(&mut self.rewound(file)?, out)?;
        }
        out.write_all(&self.memory)
    }

    /// Puts what is in memory into the file, which takes all from now on.
    fn spill(&mut self, file: File) -> io::Result<()> {
        let mut file = BufWriter::new(file);
        let written = file.write_all(&self.memory);
        written.map_err(|error| self.in_its_folder(&error))?;
        self.memory = Vec::new();
        self.file = Some(file);
        Ok(())
    }

    fn rewound(&self, file: BufWriter<File>) -> io::Result<BufReader<File>> {
        let rewind = || {
            let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
            file.rewind()?;
            Ok(BufReader::new(file))
        };
        rewind().map_err(|error| self.in_its_folder(&error))
    }

    fn its_folder(&self) -> Cow<'_, Path> {
        match &self.folder {
            Some(folder) => folder.into(),
            None => std::env::temp_dir().into(),
        }
    }

    /// An error of the temporary file, told by its folder: it is not the output's.
    fn in_its_folder(&self, error: &io::Error) -> io::Error {
        let folder = self.its_folder();
        let message = format!("rows that wait in {}: {error}", folder.display());
        io::Error::new(error.kind(), message)
    }
}

impl Write for SpooledText {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        if self.file.is_none() && !self.in_memory_only && self.memory.len() + text.len() > IN_MEMORY
        {
            match tempfile::tempfile_in(self.its_folder()) {
                Ok(file) => self.spill(file)?,
                Err(_) => self.in_memory_only = true,
            }
        }
        let Some(file) = &mut self.file else {
            self.memory.extend_from_slice(text);
            return Ok(text.len());
        };
        file.write_all(text)
            .map_err(|error| self.in_its_folder(&error))?;
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spool(lines: usize) -> (SpooledText, String) {
        let text: String = (0..lines).map(|n| format!("line {n}\n")).collect();
        let mut spool = SpooledText::default();
        for line in text.split_inclusive('\n') {
            spool.write_all(line.as_bytes()).unwrap();
        }
        (spool, text)
    }

    #[test]
    fn what_went_in_comes_out_whether_it_was_long_or_short() {
        for lines in [0, 1, 100, 100_000] {
            let mut out = Vec::new();
            let (long, text) = spool(lines);
            assert_eq!(long.file.is_some(), text.len() > IN_MEMORY);
            long.copy(&mut out).unwrap();
            assert!(out == text.as_bytes(), "{lines} lines");
        }
    }

    #[test]
    fn lines_are_counted() {
        for lines in [3, 100_000] {
            for most in [0, 2, 1_000_000] {
                let mut out = Vec::new();
                let (spool, text) = spool(lines);
                let count = spool.copy_lines(&mut out, most).unwrap();
                let expected = most.min(lines as u64);
                assert_eq!(count, expected);
                let first: String = text
                    .split_inclusive('\n')
                    .take(usize::try_from(expected).unwrap())
                    .collect();
                assert!(out == first.as_bytes());
            }
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_folder_is_told_from_the_first_byte_on() {
        let full = || File::options().write(true).open("/dev/full").unwrap();
        let mut waiting = SpooledText {
            memory: vec![b'x'; IN_MEMORY],
            ..SpooledText::in_folder(Path::new("/somewhere"))
        };
        let mut begun = SpooledText {
            file: Some(BufWriter::new(full())),
            ..SpooledText::in_folder(Path::new("/somewhere"))
        };
        for ended in [
            waiting.spill(full()),
            begun.write_all(&vec![b'x'; IN_MEMORY]),
        ] {
            let error = ended.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::StorageFull);
            let said = error.to_string();
            assert!(said.starts_with("rows that wait in /somewhere: "), "{said}");
        }
    }

    #[test]
    fn without_a_file_it_stays_in_memory() {
        let mut spool = SpooledText {
            in_memory_only: true,
            ..SpooledText::default()
        };
        let text = vec![b'x'; 2 * IN_MEMORY];
        spool.write_all(&text).unwrap();
        let mut out = Vec::new();
        spool.copy(&mut out).unwrap();
        assert!(out == text);
    }
}
