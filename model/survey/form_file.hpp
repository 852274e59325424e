#pragma once
// A questionnaire file with the files that it names (areas.csv, lists in XML, pictures of choices): from beside it, from
// the folder "NAME-media" beside it as the ODK programs lay it out, or from the program's own assets. Nothing else is
// read. Used by whoever installs or checks a questionnaire file.

#include <string>

#include "model/base/error.hpp"
#include "model/form/form_reader.hpp"

namespace yuanquan::survey {

struct FormFile {
    std::string source;        // The questionnaire's bytes.
    form::Media media;         // Those of the files it names that were found.
    form::ReadForm read;
};
// file_name and media of the options are set from what is found.
base::Result<FormFile> read_form_file(const std::string& path, form::ReadOptions options);

}  // namespace yuanquan::survey
