// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace cnnvis::test {

/// The child of that objectName; a test without it ends at once, with the name.
template <typename Type>
Type* findChild(const QObject& parent, const char* name)
{
    Type* const child = parent.findChild<Type*>(QLatin1String(name));
    if (child == nullptr)
        qFatal("no %s", name);
    return child;
}

} // namespace cnnvis::test
